"""Define the town's registers, publish them, pause and end them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.furusato.models import Register
from kayoi.programmes.furusato.states import RegisterStatus


@transaction.atomic
def define_register(*, fields: dict[str, Any], by: Actor, at: datetime) -> Register:
    """Define a register (登録簿を作る); nobody sees it before it is published."""
    register = Register.objects.create(**fields)
    audit.record("furusato.define", register, by=by, at=at, after={"key": register.key, "name": register.name})
    return register


@transaction.atomic
def change_register(
    *, register: Register, changes: dict[str, Any], version: int, by: Actor, at: datetime, why: str = ""
) -> None:
    """Change a register (登録簿を直す). Who is registered stays so until the end of their time.

    Raises ChangedMeanwhile.
    """
    audit.change(register, changes, version=version, by=by, at=at, why=why)
    _show(register, by=by, at=at)


@transaction.atomic
def move_register(*, register: Register, action: str, by: Actor, at: datetime) -> None:
    """Publish, pause or end a register (公開・休止・終了)."""
    assert action in {"publish", "pause", "end"}
    audit.move(register, action, by=by, at=at)
    register.refresh_from_db()
    _show(register, by=by, at=at)


def _show(register: Register, *, by: Actor, at: datetime) -> None:
    """Let the openings of all towns show what is open here, and nothing else."""
    if register.status != RegisterStatus.PUBLISHED:
        openings.withdraw_opening(kind=OpeningKind.REGISTER, reference=register.key, by=by, at=at)
        return
    path = reverse("furusato:register", kwargs={"organization": register.organization.slug, "key": register.key})
    fields = OpeningFields(
        title=register.name, title_en=register.name_en, summary=register.summary[:1000],
        summary_en=register.summary_en[:1000], place_code=register.organization.place_code, path=path,
    )  # fmt: skip
    openings.publish_opening(kind=OpeningKind.REGISTER, reference=register.key, fields=fields, by=by, at=at)
