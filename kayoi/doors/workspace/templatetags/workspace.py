"""Words for staff pages."""

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def role_label(key: str) -> str:
    """Return a role in words; a role that no longer exists as it is stored."""
    role = settings.KAYOI_STAFF_ROLES.get(key)
    return role.label if role else key
