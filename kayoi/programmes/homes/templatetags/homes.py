"""Tags of pages about houses."""

from typing import Any

from django import template
from django.urls import reverse

from kayoi.kit.html import Link

register = template.Library()

# The pages of one house file, in this order.
PAGES = (
    ("概要", "homes:home"),
    ("物件の記録", "homes:file"),
    ("写真・書類", "homes:pictures"),
    ("位置・周り", "homes:place"),
    ("現地調査", "homes:survey"),
)  # fmt: skip


@register.simple_tag(takes_context=True)
def home_pages(context: dict[str, Any], home: Any) -> list[Link]:
    """Return links to the pages of one house file for {% tabs %}."""
    request = context["request"]
    here = f"{request.resolver_match.namespace}:{request.resolver_match.url_name}"
    kwargs = {"organization": request.organization.slug, "pk": home.pk}
    return [Link(label, reverse(name, kwargs=kwargs), current=name == here) for label, name in PAGES]
