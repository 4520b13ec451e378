"""Record what was done; move a row from one status to the next; change a row that others may edit too."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F

from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove, may_move, transition_named
from kayoi.kit.verdict import Verdict

# A row with what was before and after.
Changed = tuple[models.Model, dict[str, Any], dict[str, Any]]


def record(
    action: str,
    subject: models.Model,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    on_behalf_of: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    verdict: Verdict | None = None,
) -> Entry:
    """Write an entry (記録する) in the caller's transaction: no change without entry, no entry without change."""
    entry = _entry(action, subject, before, after, by=by, at=at)
    entry.on_behalf_of, entry.why = on_behalf_of, why
    entry.reasons = verdict.as_data() if verdict else None
    entry.save()
    return entry


def record_each(action: str, changes: Iterable[Changed], *, by: Actor, at: datetime) -> None:
    """Write an entry for each of many rows that were changed together (一行ずつ記録する), in a few statements."""
    entries = (_entry(action, subject, before, after, by=by, at=at) for subject, before, after in changes)
    Entry.objects.bulk_create(entries, batch_size=1000)


def _entry(
    action: str,
    subject: models.Model,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    by: Actor,
    at: datetime,
) -> Entry:
    return Entry(
        at=at,
        actor_kind=by.kind,
        actor_name=by.name,
        actor_user=by.user_id,
        actor_membership=by.membership_id,
        actor_person=by.person_id,
        action=action,
        subject=subject._meta.label,
        reference=str(subject.pk),
        before=_plain(before),
        after=_plain(after),
    )


def move(
    row: TenantModel,
    action: str,
    *,
    by: Actor,
    at: datetime,
    verdict: Verdict | None = None,
    why: str = "",
    also: dict[str, Any] | None = None,
) -> None:
    """Take a transition (状態を進める): table, permission, conditional UPDATE, entry. `also` sets further fields.

    Raises UnableToMove with the reasons, or ChangedMeanwhile when somebody else was faster.
    """
    model: Any = type(row)
    old: str = row.status  # type: ignore[attr-defined]  # rows with transitions have a status
    transition = transition_named(model.transitions, action)
    answer = may_move(transition, old, by)
    if answer.refused:
        raise UnableToMove(answer)
    changes: dict[str, Any] = {"status": transition.target, **(also or {})}
    if _has_version(model):
        changes["version"] = F("version") + 1
    if not model.objects.filter(pk=row.pk, status=old).update(**changes):
        raise ChangedMeanwhile
    row.refresh_from_db()
    record(
        f"{model._meta.label_lower}.{action}",
        row,
        by=by,
        at=at,
        why=why,
        before={"status": old},
        after={"status": transition.target, **(also or {})},
        verdict=verdict,
    )


def change(
    row: TenantModel, changes: dict[str, Any], *, version: int | None, by: Actor, at: datetime, why: str = ""
) -> dict[str, Any]:
    """Change fields of a row (書き換える) if it still has the version that the editor saw; return what differed before.

    Raises ChangedMeanwhile when somebody saved in between; the caller shows both versions. Nothing differs: no entry.
    """
    model: Any = type(row)
    row.refresh_from_db()
    before = {name: getattr(row, name) for name in changes}
    differing = {name: value for name, value in changes.items() if before[name] != value}
    if version is not None and row.version != version:  # type: ignore[attr-defined]  # edited roots carry a version
        raise ChangedMeanwhile
    if not differing:
        return {}
    rows = model.objects.filter(pk=row.pk)
    if version is not None:
        rows = rows.filter(version=version)
        differing["version"] = version + 1
    if not rows.update(**differing):
        raise ChangedMeanwhile
    row.refresh_from_db()
    old = {name: before[name] for name in differing if name != "version"}
    record(f"{model._meta.label_lower}.change", row, by=by, at=at, why=why, before=old, after=differing)
    return old


def _has_version(model: type[models.Model]) -> bool:
    return any(field.name == "version" for field in model._meta.concrete_fields)


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Turn values into what JSON can hold; related rows become their ids."""
    return None if values is None else {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    return value
