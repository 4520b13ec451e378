"""Define the town's registers, publish them, pause and end them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.furusato.models import Register
from kayoi.programmes.furusato.selectors.register_checks import public_copy


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
    if "key" in changes and changes["key"] != register.key:  # the old address leads nowhere from now on
        openings.withdraw_opening(kind=OpeningKind.REGISTER, reference=register.key, by=by, at=at)
    audit.change(register, changes, version=version, by=by, at=at, why=why)
    show_register(register=register, by=by, at=at)


@transaction.atomic
def move_register(*, register: Register, action: str, by: Actor, at: datetime) -> None:
    """Publish, pause or end a register (公開・休止・終了)."""
    assert action in {"publish", "pause", "end"}
    audit.move(register, action, by=by, at=at)
    register.refresh_from_db()
    show_register(register=register, by=by, at=at)


@transaction.atomic
def show_register(*, register: Register, by: Actor, at: datetime) -> None:
    """Let the openings of all towns show what takes people here, and nothing else (公開の写しを改める)."""
    fields = public_copy(register)
    if fields is None:
        openings.withdraw_opening(kind=OpeningKind.REGISTER, reference=register.key, by=by, at=at)
    else:
        openings.publish_opening(kind=OpeningKind.REGISTER, reference=register.key, fields=fields, by=by, at=at)
