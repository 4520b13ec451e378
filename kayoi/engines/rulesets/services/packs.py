"""Take rulesets in from a file (制度のファイルを読み込む), as samples or as drafts of the town's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.packs import rulesets_in
from kayoi.engines.rulesets.rules.reading import VERSION_KEYS, read_ruleset
from kayoi.engines.rulesets.rules.reading_parts import Part
from kayoi.engines.rulesets.services.writing import UnableToEdit
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict

# What of a version has a column of its own.
APART = ("key", "from", "until", "adopted", "cases")


@dataclass(frozen=True)
class Loaded:
    """What came of a file: rulesets in its order, versions that were there already, parts that nobody here knows."""

    rulesets: tuple[Ruleset, ...]
    added: int
    kept: tuple[str, ...]
    left_out: tuple[str, ...]


@transaction.atomic
def load_pack(*, data: Any, sample: bool, by: Actor, at: datetime) -> Loaded:
    """Load a file with one ruleset, or a pack of several (読み込む): nothing of it is in force.

    Versions that stand here already stay as they are. Raises BadRuleset with one line for what cannot be read,
    UnableToEdit where a ruleset of the same key means something else by its facts or sets of places.
    """
    rulesets, left_out = rulesets_in(data)
    rows, kept, added = [], [], 0
    for part in rulesets:
        read_ruleset(part.value, path=part.path)
        _refuse_too_long(part)
        row = _ruleset(part.value, by=by, at=at)
        there = {version.key: version for version in Version.objects.filter(ruleset=row)}
        new = [version for version in part.value["versions"] if version["key"] not in there]
        Version.objects.bulk_create(_version(row, version, sample=sample) for version in new)
        if new:
            keys = [version["key"] for version in new]
            audit.record("rulesets.load", row, by=by, at=at, after={"versions": keys, "sample": sample})
        kept += [_kept(row, there[one["key"]], one) for one in part.value["versions"] if one["key"] in there]
        rows.append(row)
        added += len(new)
    return Loaded(tuple(rows), added, tuple(kept), tuple(left_out))


def _ruleset(file: Mapping[str, Any], *, by: Actor, at: datetime) -> Ruleset:
    row: Ruleset | None = Ruleset.objects.select_for_update().filter(key=file["key"]).first()
    facts, places = file.get("facts") or [], file.get("places") or {}
    if row is None:
        row = Ruleset.objects.create(
            key=file["key"], kind=file["kind"], title=_words(file["title"]), summary=_words(file.get("summary")),
            publisher=file.get("publisher") or "", facts=facts, places=places,
        )  # fmt: skip
        audit.record("rulesets.make", row, by=by, at=at, after={"key": row.key, "title": row.title})
        return row
    ours = {fact["key"]: fact for fact in row.facts}
    unlike = [*_unlike(ours, {fact["key"]: fact for fact in facts}), *_unlike(row.places, places)]
    if unlike:
        raise UnableToEdit(verdict(Reason("rulesets.unlike", {"ruleset": str(row), "name": name}) for name in unlike))
    changes = {"facts": [*row.facts, *(fact for fact in facts if fact["key"] not in ours)],
               "places": row.places | places}  # fmt: skip
    audit.change(row, changes, version=row.version, by=by, at=at)
    return row


def _refuse_too_long(part: Part) -> None:
    """Refuse names longer than their columns. The file has been read: they are texts."""
    versions = list(part["versions"].items())
    adopted = [one["adopted"] for one in versions if one.get("adopted")]
    for most, texts in (
        (60, [part["key"]]),
        (100, [part.get("publisher")]),
        (40, [one["key"] for one in versions]),
        (120, [one["ordinance"] for one in adopted]),
        (60, [one.get("number") for one in adopted]),
    ):
        for text in texts:
            if text and len(text.value) > most:
                raise text.fail(f"at most {most} characters")


def _unlike(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    return (name for name, value in theirs.items() if name in ours and ours[name] != value)


def _words(text: Any) -> dict[str, str]:
    return {"ja": text} if isinstance(text, str) else dict(text or {})


def _version(row: Ruleset, file: Mapping[str, Any], *, sample: bool) -> Version:
    adopted = file.get("adopted") or {}
    return Version(
        ruleset=row,
        key=file["key"],
        starts_on=_day(file.get("from")),
        last_on=_day(file.get("until")),
        body={word: file[word] for word in VERSION_KEYS if word not in APART and file.get(word) is not None},
        cases=file.get("cases") or [],
        is_sample=sample,
        ordinance=adopted.get("ordinance", ""),
        ordinance_number=adopted.get("number", ""),
        adopted_on=_day(adopted.get("on")),
    )


def _kept(row: Ruleset, ours: Version, file: Mapping[str, Any]) -> str:
    """Return the name of a version that was there already, and whether the file says something else."""
    theirs = _version(row, file, sample=False)
    same = all(getattr(ours, name) == getattr(theirs, name) for name in ("starts_on", "body", "cases"))
    return f"{row} {ours.key}" + ("" if same else "(ファイルと内容が違います)")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
