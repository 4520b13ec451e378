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
    ("権利者・関係者", "homes:people"),
    ("同意", "homes:consents"),
    ("詰まり", "homes:blockers"),
    ("審査・調査", "homes:checks"),
    ("取扱業者", "homes:assignment"),
)  # fmt: skip


@register.simple_tag(takes_context=True)
def home_pages(context: dict[str, Any], home: Any) -> list[Link]:
    """Return links to the pages of one house file for {% tabs %}."""
    request = context["request"]
    here = f"{request.resolver_match.namespace}:{request.resolver_match.url_name}"
    kwargs = {"organization": request.organization.slug, "pk": home.pk}
    return [Link(label, reverse(name, kwargs=kwargs), current=name == here) for label, name in PAGES]
