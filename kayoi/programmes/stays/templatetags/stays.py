"""Days of stays in words."""

from django import template

from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.words import days_in_words

register = template.Library()


@register.filter
def stay_days(stay: Stay) -> str:
    """Write from when to when, and how many nights."""
    return days_in_words(stay)
