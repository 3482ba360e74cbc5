"""The brand's colours as CSS variables, so that every page can wear them without inline styles."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from media.models import Brand

# WCAG 2.2, success criterion 1.4.3.
READABLE = 4.5


def stylesheet(brand: Brand) -> str:
    """CSS variables with the brand's colours, and with those that can be read on them."""
    colours = {
        "primary": brand.primary_colour,
        "accent": brand.accent_colour,
        "paper": brand.paper_colour,
        "ink": brand.ink_colour,
        "link": readable_on(brand.paper_colour, brand.primary_colour, brand.ink_colour),
        "on-primary": readable_on(brand.primary_colour, brand.paper_colour, brand.ink_colour),
        "on-accent": readable_on(brand.accent_colour, brand.ink_colour, brand.paper_colour),
    }
    return ":root{" + ";".join(f"--brand-{name}:{colour}" for name, colour in colours.items()) + "}\n"


def readable_on(background: str, *preferred: str) -> str:
    """The first of `preferred` that can be read on `background`; else black or white, whichever stands out more."""
    for colour in preferred:
        if contrast(background, colour) >= READABLE:
            return colour
    return max("#000000", "#ffffff", key=lambda colour: contrast(background, colour))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _etag(request: HttpRequest) -> str:
    return f'"{sha256(stylesheet(Brand.load(request)).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def brand_css(request: HttpRequest) -> HttpResponse:
    """`/brand.css`."""
    response = HttpResponse(stylesheet(Brand.load(request)), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=300)
    return response
