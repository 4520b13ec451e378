"""Tags of pages about houses."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import get_language

from kayoi.kit.html import Link
from kayoi.programmes.homes.rules.price_talk import PRICE_TALK
from kayoi.programmes.homes.selectors.seeker_words import state_in_words, when_in_words

register = template.Library()

# The pages of one house file, in this order.
PAGES = (
    ("概要", "homes:home"),
    ("記録", "homes:file"),
    ("写真", "homes:pictures"),
    ("位置", "homes:place"),
    ("現地調査", "homes:survey"),
    ("権利者", "homes:people"),
    ("同意", "homes:consents"),
    ("詰まり", "homes:blockers"),
    ("審査", "homes:checks"),
    ("業者", "homes:assignment"),
    ("交渉", "homes:inquiries"),
    ("見学", "homes:viewings"),
    ("成約", "homes:contracts"),
)  # fmt: skip


@register.simple_tag(takes_context=True)
def home_pages(context: dict[str, Any], home: Any) -> list[Link]:
    """Return links to the pages of one house file for {% tabs %}."""
    request = context["request"]
    here = f"{request.resolver_match.namespace}:{request.resolver_match.url_name}"
    kwargs = {"organization": request.organization.slug, "pk": home.pk}
    return [Link(label, reverse(name, kwargs=kwargs), current=name == here) for label, name in PAGES]


@register.inclusion_tag("homes/parts/price_talk.html", takes_context=True)
def price_talk(context: dict[str, Any], form: BaseForm, home: Any) -> dict[str, Any]:
    """Where a form was refused as talk about the price, offer to hand the matter to the broker."""
    refused = any(error.code == PRICE_TALK for errors in form.errors.as_data().values() for error in errors)
    return {"refused": refused, "home": home, "request": context["request"]}


@register.simple_tag
def seekers_state(status: str) -> str:
    """Return where an inquiry or a viewing stands, in the words of its seeker."""
    return state_in_words(status, english=_is_english())


@register.simple_tag
def viewing_time(viewing: Any) -> str:
    """Return day and time of a viewing, in the reader's language."""
    return when_in_words(viewing.starts_at, viewing.ends_before, english=_is_english())


def _is_english() -> bool:
    return (get_language() or "ja").startswith("en")
