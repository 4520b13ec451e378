"""Make groups (グループ), say for whom they are, open and close them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.furusato.models import Group, GroupOf, Register


@transaction.atomic
def add_group(*, fields: dict[str, Any], registers: Iterable[Register], by: Actor, at: datetime) -> Group:
    """Make a group (グループを作る); nobody sees it before it is opened."""
    group: Group = Group.objects.create(**fields)
    chosen = _belong(group, registers)
    audit.record("furusato.add_group", group, by=by, at=at, after={"name": group.name, "registers": chosen})
    return group


@transaction.atomic
def change_group(
    *, group: Group, fields: dict[str, Any], registers: Iterable[Register], version: int, by: Actor, at: datetime
) -> None:
    """Change a group (グループを変える): who is in it and no longer one of its people, reads nothing from now on.

    Raises ChangedMeanwhile.
    """
    before = [link.register_id for link in GroupOf.objects.filter(group=group).order_by("register_id")]
    audit.change(group, fields, version=version, by=by, at=at)
    chosen = _belong(group, registers)
    if chosen != before:
        audit.record(
            "furusato.change_registers_of_group", group, by=by, at=at,
            before={"registers": before}, after={"registers": chosen},
        )  # fmt: skip


@transaction.atomic
def move_group(*, group: Group, action: str, by: Actor, at: datetime) -> None:
    """Open or close a group (グループを始める・終える). What was written in a closed one stays to be read."""
    assert action in {"open", "close"}
    audit.move(group, action, by=by, at=at)


def _belong(group: Group, registers: Iterable[Register]) -> list[int]:
    chosen = sorted(register.pk for register in registers)
    GroupOf.objects.filter(group=group).delete()
    GroupOf.objects.bulk_create(GroupOf(group=group, register_id=pk) for pk in chosen)
    return chosen
