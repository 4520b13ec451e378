"""Rulesets and versions as the pages of staff show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.nodes import words_in
from kayoi.engines.rulesets.rules.reading_facts import read_fact
from kayoi.engines.rulesets.rules.reading_parts import Part
from kayoi.engines.rulesets.rules.versions import Break, breaks
from kayoi.engines.rulesets.rules.versions import Version as VersionRules
from kayoi.engines.rulesets.selectors import as_file, living, rules_of
from kayoi.engines.rulesets.states import FORMAT, Fact, VersionStatus
from kayoi.kit.dates import wareki
from kayoi.kit.html import Entry

KINDS = {
    VersionStatus.DRAFT: "neutral", VersionStatus.PROPOSED: "warning", VersionStatus.ADOPTED: "success",
    VersionStatus.WITHDRAWN: "neutral",
}  # fmt: skip


def rulesets_shown(*, kind: str, state: str) -> QuerySet[Ruleset]:
    """Return the rulesets of a kind that have a version in a state, with all their versions that were not given up."""
    versions = Version.objects.exclude(status=VersionStatus.WITHDRAWN).order_by("starts_on", "pk")
    rows: QuerySet[Ruleset] = Ruleset.objects.prefetch_related(Prefetch("versions", versions)).order_by("key")
    if kind:
        rows = rows.filter(kind=kind)
    if state == "sample":
        return rows.filter(pk__in=Version.objects.filter(is_sample=True, status="draft").values("ruleset"))
    return rows.filter(pk__in=Version.objects.filter(status=state).values("ruleset")) if state else rows


def ruleset_with_pk(pk: int) -> Ruleset | None:
    """Return a ruleset."""
    found: Ruleset | None = Ruleset.objects.filter(pk=pk).first()
    return found


def version_with_pk(pk: int) -> Version | None:
    """Return a version with its ruleset, and who proposed and adopted it."""
    rows = Version.objects.select_related("ruleset", "proposed_by", "adopted_by")
    found: Version | None = rows.filter(pk=pk).first()
    return found


def state_of(version: Version) -> tuple[str, str]:
    """Return the word and the colour of where a version stands."""
    if version.shown_as_sample:
        return "見本", "info"
    status = VersionStatus.of(version.status)
    return status.label, KINDS[status]


def period(version: Version) -> str:
    """Return from when to when a version applies, in words."""
    start = wareki(version.starts_on) if version.starts_on else ""
    end = wareki(version.last_on) if version.last_on else ""
    return (f"{start}から" if start else "") + (f"{end}まで" if end else "") or "期間なし"


@dataclass(frozen=True)
class VersionShown:
    """A version in a list."""

    version: Version

    @property
    def state(self) -> str:
        return state_of(self.version)[0]

    @property
    def kind(self) -> str:
        return state_of(self.version)[1]

    @property
    def period(self) -> str:
        return period(self.version)


@dataclass(frozen=True)
class RulesetRow:
    """A ruleset in the list."""

    ruleset: Ruleset
    versions: Sequence[VersionShown]


def rows_of(rulesets: Iterable[Ruleset]) -> list[RulesetRow]:
    """Return rulesets as rows of the list."""
    return [RulesetRow(one, [VersionShown(version) for version in one.versions.all()]) for one in rulesets]


def time_line(versions: Iterable[Version], *, on: date, href: Any) -> list[Entry]:
    """Return versions on their time line, the latest first; `href` gives the page of one."""
    return [
        Entry(
            when=period(version),
            title=f"{version.key}({state_of(version)[0]})",
            text=f"{version.ordinance} {version.ordinance_number}".strip(),
            href=href(version),
            phase=_phase(version, on),
        )
        for version in reversed(list(versions))
    ]


def _phase(version: Version, on: date) -> str:
    if version.starts_on and on < version.starts_on:
        return "ahead"
    ended = version.last_on is not None and version.last_on < on
    return "now" if version.status == VersionStatus.ADOPTED and not ended else "past"


def breaks_in_words(ruleset: Ruleset, versions: Sequence[Version]) -> list[str]:
    """Return gaps and overlaps: of the versions in force, or of all where none is."""
    adopted = [version for version in versions if version.status == VersionStatus.ADOPTED]
    shown = adopted or list(versions)
    return [_break(one) for one in breaks(_rules(ruleset, shown))] if shown else []


def _rules(ruleset: Ruleset, versions: Sequence[Version]) -> Sequence[VersionRules]:
    return rules_of(ruleset, versions).versions


def _break(one: Break) -> str:
    start = "" if one.first_on == date.min else f"{wareki(one.first_on)}から"
    end = "" if one.last_on == date.max else f"{wareki(one.last_on)}まで"
    days = f"{start}{end}" or "すべての日で"
    if one.is_gap:
        return f"{days}、どの版もありません(「{one.before}」と「{one.after}」の間)。"
    return f"{days}、「{one.before}」と「{one.after}」が重なっています。"


def pack(rulesets: Iterable[Ruleset], *, key: str, title: str) -> dict[str, Any]:
    """Return rulesets, as `rulesets_shown` gives them, with their versions as one file (まとめて書き出す)."""
    files = [as_file(one, versions) for one in rulesets if (versions := list(one.versions.all()))]
    return {"format": FORMAT, "pack": key, "title": title, "rulesets": files}


def versions_to_try(ruleset: Ruleset, pk: str) -> list[Version]:
    """Return one version to try, or those in force; all where none is."""
    versions = living(ruleset)
    if pk:
        return [version for version in versions if str(version.pk) == pk]
    return [version for version in versions if version.status == VersionStatus.ADOPTED] or versions


def facts_shown(ruleset: Ruleset) -> list[Fact]:
    """Return a ruleset's own facts."""
    return [read_fact(Part(fact)) for fact in ruleset.facts]


def places_shown(ruleset: Ruleset) -> list[tuple[str, str, int]]:
    """Return the sets of places: key, words, how many municipalities and prefectures are named."""
    return [
        (key, words_in(one["label"]), len(one.get("codes", ())) + len(one.get("prefectures", ())))
        for key, one in ruleset.places.items()
    ]
