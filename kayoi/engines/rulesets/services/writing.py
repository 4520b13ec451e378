"""Write rulesets and drafts of their versions. What is in force, or waits for a second person, is not written on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.editing import NOTHING, later_cases
from kayoi.engines.rulesets.rules.freezing import frozen_names
from kayoi.engines.rulesets.selectors import adopted, as_file, living, rules_of
from kayoi.engines.rulesets.states import APPLIED_ON, RulesetKind, VersionStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToEdit(Refused):
    """It is in force or waits for a second person, the name is taken, or what is in force needs what would change."""


@dataclass(frozen=True)
class RulesetFields:
    """What a ruleset is called."""

    kind: RulesetKind
    title: dict[str, str]
    summary: dict[str, str]
    publisher: str


@dataclass(frozen=True)
class VersionFields:
    """What a version is called, and its days, both included."""

    key: str
    starts_on: date | None
    last_on: date | None


@transaction.atomic
def make_ruleset(*, key: str, fields: RulesetFields, first: VersionFields, by: Actor, at: datetime) -> Version:
    """Make a ruleset with an empty first draft (制度を作る). Raises UnableToEdit when the key is taken."""
    if Ruleset.objects.filter(key=key).exists():
        raise UnableToEdit(verdict([Reason("rulesets.key_taken", {"key": key})]))
    ruleset = Ruleset.objects.create(key=key, **asdict(fields))
    audit.record("rulesets.make", ruleset, by=by, at=at, after={"key": key, "title": fields.title})
    return _add_draft(ruleset, first, body={"anchor": APPLIED_ON, "condition": NOTHING}, cases=[], by=by, at=at)


@transaction.atomic
def change_ruleset(*, ruleset: Ruleset, fields: RulesetFields, seen: int, by: Actor, at: datetime) -> None:
    """Change what a ruleset is called (名称などを直す). Raises ChangedMeanwhile."""
    audit.change(ruleset, asdict(fields), version=seen, by=by, at=at)


@transaction.atomic
def change_vocabulary(
    *, ruleset: Ruleset, facts: list[Any], places: dict[str, Any], seen: int, by: Actor, at: datetime
) -> None:
    """Change a ruleset's own facts and sets of places (独自の確認事項・地域の集合を直す).

    Raises UnableToEdit where a version in force means something by one that would change, BadRuleset where a version
    could no longer be read, ChangedMeanwhile.
    """
    locked = Ruleset.objects.select_for_update().get(pk=ruleset.pk)
    file = as_file(locked, adopted().filter(ruleset=locked))
    ours, theirs = _named(locked.facts, locked.places), _named(facts, places)
    changed = sorted(name for name in frozen_names(file) if ours[name] != theirs.get(name))
    if changed:
        raise UnableToEdit(verdict(Reason("rulesets.in_force", {"name": name}) for name in changed))
    audit.change(locked, {"facts": facts, "places": places}, version=seen, by=by, at=at)
    rules_of(locked, living(locked))
    ruleset.refresh_from_db()


def _named(facts: Sequence[Any], places: dict[str, Any]) -> dict[str, Any]:
    return {fact["key"]: fact for fact in facts} | places


@transaction.atomic
def copy_version(*, version: Version, fields: VersionFields, by: Actor, at: datetime) -> Version:
    """Begin a new draft with what a version says (写して新しい版を作る), the days of its cases moved with its own.

    Raises UnableToEdit when the key is taken.
    """
    cases = later_cases(version.cases, before=version.starts_on, after=fields.starts_on)
    return _add_draft(version.ruleset, fields, body=version.body, cases=cases, by=by, at=at)


def _add_draft(
    ruleset: Ruleset, fields: VersionFields, *, body: dict[str, Any], cases: list[Any], by: Actor, at: datetime
) -> Version:
    _refuse_taken(ruleset, fields.key)
    draft = Version.objects.create(ruleset=ruleset, body=body, cases=cases, **asdict(fields))
    audit.record("rulesets.draft", draft, by=by, at=at, after=asdict(fields))
    return draft


def _refuse_taken(ruleset: Ruleset, key: str, *, but: int = 0) -> None:
    if Version.objects.filter(ruleset=ruleset, key=key).exclude(pk=but).exists():
        raise UnableToEdit(verdict([Reason("rulesets.key_taken", {"key": key})]))


@transaction.atomic
def change_period(*, version: Version, fields: VersionFields, seen: int, by: Actor, at: datetime) -> None:
    """Change the name and the days of a draft (版の名前と期間を直す). Raises UnableToEdit, ChangedMeanwhile."""
    _refuse_taken(version.ruleset, fields.key, but=version.pk)
    _change(version, asdict(fields), seen=seen, by=by, at=at)


@transaction.atomic
def change_body(*, version: Version, body: dict[str, Any], seen: int, by: Actor, at: datetime) -> None:
    """Change what a draft demands and gives (要件・算定を直す).

    Raises UnableToEdit, ChangedMeanwhile, BadRuleset where it could not be read any more.
    """
    _change(version, {"body": body}, seen=seen, by=by, at=at)


@transaction.atomic
def change_cases(*, version: Version, cases: list[Any], seen: int, by: Actor, at: datetime) -> None:
    """Change the cases that a draft must answer as stated (確認の事例を直す).

    Raises UnableToEdit, ChangedMeanwhile, BadRuleset.
    """
    _change(version, {"cases": cases}, seen=seen, by=by, at=at)


def _change(version: Version, changes: dict[str, Any], *, seen: int, by: Actor, at: datetime) -> None:
    """Change a draft, which then is the town's own, and read it once more as its rules would be read."""
    locked = Version.objects.select_for_update(of=("self",)).select_related("ruleset").get(pk=version.pk)
    if locked.status != VersionStatus.DRAFT:
        raise UnableToEdit(verdict([Reason("rulesets.no_draft")]))
    audit.change(locked, changes | {"is_sample": False}, version=seen, by=by, at=at)
    rules_of(locked.ruleset, [locked])
    version.refresh_from_db()
