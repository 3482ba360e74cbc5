"""The brand's colours as CSS variables, so that every page can wear them without inline styles."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from media.contrast import legible
from media.models import Brand


def stylesheet(brand: Brand) -> str:
    """CSS variables with the brand's colours, and with those that can be read on them."""
    colours = {
        "primary": brand.primary_colour,
        "accent": brand.accent_colour,
        "paper": brand.paper_colour,
        "ink": brand.ink_colour,
        "link": legible(brand.paper_colour, brand.primary_colour, brand.ink_colour),
        "on-primary": legible(brand.primary_colour, brand.paper_colour, brand.ink_colour),
        "on-accent": legible(brand.accent_colour, brand.ink_colour, brand.paper_colour),
    }
    return ":root{" + ";".join(f"--brand-{name}:{colour}" for name, colour in colours.items()) + "}\n"


def _etag(request: HttpRequest) -> str:
    return f'"{sha256(stylesheet(Brand.load(request)).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def brand_css(request: HttpRequest) -> HttpResponse:
    """`/brand.css`."""
    response = HttpResponse(stylesheet(Brand.load(request)), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=300)
    return response
