"""Roles (役割) composed of the permissions that the apps declare. Roles are code: reviewed, tested, documented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    key: str
    label: str
    about: str
    permissions: frozenset[str]


ROLES: dict[str, Role] = {}
