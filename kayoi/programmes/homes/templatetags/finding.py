"""Tags about what owners are offered."""

from django import template

from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.offers import Offer, offers_for

register = template.Library()


@register.simple_tag
def offers_of_home(home: Home) -> list[Offer]:
    """Return what to offer the owner of a house, the most fitting first."""
    return offers_for(home)
