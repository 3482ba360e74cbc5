"""`{% version %}`: the version of Cosecha that is running."""

from django import template

from cms import __version__

register = template.Library()


@register.simple_tag
def version() -> str:
    return __version__
