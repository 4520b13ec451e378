"""Rulesets as the rules read them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
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


def living(ruleset: Ruleset) -> list[Version]:
    """Return the versions of a ruleset that were not given up, the earlier first."""
    rows = Version.objects.filter(ruleset=ruleset).exclude(status=VersionStatus.WITHDRAWN)
    return list(rows.order_by("starts_on", "pk"))


def as_file(ruleset: Ruleset, versions: Iterable[Version]) -> dict[str, Any]:
    """Return a ruleset with these versions as its file; what is empty is left out."""
    return _filled(
        {
            "format": FORMAT,
            "key": ruleset.key,
            "kind": ruleset.kind,
            "title": ruleset.title,
            "summary": ruleset.summary,
            "publisher": ruleset.publisher,
            "facts": ruleset.facts,
            "places": ruleset.places,
        }
    ) | {"versions": [_version(version) for version in versions]}


def _version(version: Version) -> dict[str, Any]:
    adopted = {"ordinance": version.ordinance, "number": version.ordinance_number, "on": _day(version.adopted_on)}
    return _filled(
        {
            "key": version.key,
            "from": _day(version.starts_on),
            "until": _day(version.last_on),
            **version.body,
            "adopted": adopted if version.status == VersionStatus.ADOPTED else None,
            "cases": version.cases,
        }
    )


def _filled(words: dict[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in words.items() if value not in (None, "", [], {})}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def rules_of(ruleset: Ruleset, versions: Iterable[Version], *, shared: Shared | None = None) -> Rules:
    """Return a ruleset as the rules evaluate it."""
    return read_ruleset(as_file(ruleset, versions), shared=shared)


def adopted_rules() -> list[tuple[Ruleset, Rules]]:
    """Return the rulesets that are in force with their adopted versions; of all towns in the public scope."""
    shared, versions = Shared(), defaultdict(list)
    for version in adopted():
        versions[version.ruleset_id].append(version)
    rulesets = Ruleset.objects.filter(pk__in=versions).select_related("organization").order_by("organization", "key")
    return [(ruleset, rules_of(ruleset, versions[ruleset.pk], shared=shared)) for ruleset in rulesets]
