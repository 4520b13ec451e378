"""All addresses of the site, by name, and which of them may carry no mark."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import Example

# Addresses of third parties that cannot carry a mark, with the reason.
UNMARKED = {
    "account/": "django-allauth: log-in, sign-up, second factor, sessions; it guards its pages itself",
    "i18n/": "Django: the language switch; it sets a cookie",
}


@dataclass(frozen=True)
class Address:
    """One URL pattern: the whole route, its qualified name, its view."""

    route: str
    name: str
    view: Any

    @property
    def mark(self) -> Any:
        return getattr(self.view, "mark", None)

    @property
    def third_party(self) -> bool:
        return self.mark is None and any(self.route.startswith(prefix) for prefix in UNMARKED)


def addresses() -> list[Address]:
    """Return every address of the site."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            assert isinstance(pattern, URLPattern)
            yield Address(here, f"{namespace}{pattern.name}" if pattern.name else "", pattern.callback)


ROOMS = {
    "portal": "kayoi.doors.portal",
    "workspace": "kayoi.doors.workspace",
    "demo": "kayoi.doors.demo",
    "consultations": "kayoi.programmes.consultations",
    "appointments": "kayoi.programmes.appointments",
    "fairs": "kayoi.programmes.fairs",
    "settling": "kayoi.programmes.settling",
    "family_plans": "kayoi.programmes.family_plans",
    "village_sheets": "kayoi.programmes.village_sheets",
    "schemes": "kayoi.programmes.schemes",
    "stays": "kayoi.programmes.stays",
    "furusato": "kayoi.programmes.furusato",
    "tours": "kayoi.programmes.tours",
    "surveys": "kayoi.programmes.surveys",
    "rounds": "kayoi.programmes.rounds",
    "homes": "kayoi.programmes.homes",
    "imports": "kayoi.engines.imports",
    "rulesets": "kayoi.engines.rulesets",
    "indicators": "kayoi.strategy.indicators",
    "identity": "kayoi.foundation.identity",
}


def examples() -> dict[str, Example]:
    """Return the examples of all rooms by qualified name."""
    found: dict[str, Example] = {}
    for namespace, package in ROOMS.items():
        module = importlib.import_module(f"{package}.tests.examples")
        found |= {f"{namespace}:{name}": example for name, example in module.EXAMPLES.items()}
    return found
