"""Record what was done; move a row from one status to the next; change a row that others may edit too."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F

from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove, may_move, transition_named
from kayoi.kit.verdict import Verdict


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
    return Entry.objects.create(
        at=at,
        actor_kind=by.kind,
        actor_name=by.name,
        actor_user=by.user_id,
        actor_membership=by.membership_id,
        actor_person=by.person_id,
        action=action,
        subject=subject._meta.label,
        reference=str(subject.pk),
        on_behalf_of=on_behalf_of,
        why=why,
        before=_plain(before),
        after=_plain(after),
        reasons=verdict.as_data() if verdict else None,
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
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    return value
