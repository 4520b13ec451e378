"""Words for staff pages."""

from django import template

from kayoi.foundation.identity import selectors

register = template.Library()


@register.filter
def role_label(key: str) -> str:
    """Return a role in words."""
    return selectors.role_label(key)
