"""In which registers of the town people are, for rooms that do not know the room that keeps them (decision 0041)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings
from django.db.models import QuerySet


@dataclass(frozen=True)
class TownRegister:
    """A register that the town keeps of people: its key, its name, its step of the ladder (0 stands in none)."""

    key: str
    name: str
    step: int


class Keeper(Protocol):
    """What a room that keeps registers answers; named in the settings, because it lies above."""

    def town_registers(self) -> list[TownRegister]:
        """Return the registers of the open organization."""

    def files_in(self, keys: Collection[str], *, on: date) -> QuerySet[Any, Any]:
        """Return rows with the `case_file` of everybody who is in one of these registers on that day."""


def _keeper() -> Keeper:
    return cast(Keeper, import_module(settings.KAYOI_KEEPER_OF_REGISTERS))


def town_registers() -> list[TownRegister]:
    """Return the registers that the open organization keeps of people, by their place on the ladder."""
    return _keeper().town_registers()


def files_in(keys: Collection[str], *, on: date) -> QuerySet[Any, Any]:
    """Return rows with the `case_file` of everybody who is in one of these registers on that day."""
    return _keeper().files_in(keys, on=on)


def on_steps(steps: Collection[str], registers: Sequence[TownRegister]) -> list[str]:
    """Return the keys of the registers on these steps of the ladder."""
    return [one.key for one in registers if str(one.step) in steps]
