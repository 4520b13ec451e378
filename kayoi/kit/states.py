"""Enumerations with Japanese labels, and settings of a town, that need no Django."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enumeration whose members carry the word that people see."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """Return the member with that value. Raises ValueError."""
        return cls(value)  # type: ignore[call-arg]  # looks up, makes nothing

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, label) pairs in the order of declaration, as Django's fields want them."""
        return [(member.value, member.label) for member in cls]


class PermissionSet(Labelled):
    """The permissions that one app declares; roles are composed of them in config/roles.py."""


@dataclass(frozen=True)
class TownSetting:
    """A figure or switch that each town chooses (団体ごとの設定): key, words, default, smallest and largest value."""

    key: str
    label: str
    default: int
    unit: str
    least: int
    most: int
    help: str = ""
