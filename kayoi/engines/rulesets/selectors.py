"""Rulesets as the rules read them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_conditions import Shared
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.engines.rulesets.states import FORMAT, VersionStatus


def adopted() -> QuerySet[Version]:
    """Return the versions that are in force on their days, the earlier first."""
    return Version.objects.filter(status=VersionStatus.ADOPTED).order_by("starts_on", "pk")


def as_file(ruleset: Ruleset, versions: Iterable[Version]) -> dict[str, Any]:
    """Return a ruleset with these versions as its file."""
    return {
        "format": FORMAT,
        "key": ruleset.key,
        "kind": ruleset.kind,
        "title": ruleset.title,
        "summary": ruleset.summary or None,
        "publisher": ruleset.publisher or None,
        "facts": ruleset.facts,
        "places": ruleset.places,
        "versions": [_version(version) for version in versions],
    }


def _version(version: Version) -> dict[str, Any]:
    adopted = {"ordinance": version.ordinance, "number": version.ordinance_number, "on": _day(version.adopted_on)}
    return {
        **version.body,
        "key": version.key,
        "from": _day(version.starts_on),
        "until": _day(version.last_on),
        "adopted": adopted if version.adopted_on else None,
        "cases": version.cases,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def rules_of(ruleset: Ruleset, versions: Iterable[Version], *, shared: Shared | None = None) -> Rules:
    """Return a ruleset as the rules evaluate it."""
    return read_ruleset(as_file(ruleset, versions), shared=shared)
