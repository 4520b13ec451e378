"""Whose rows are open: one transaction, one organization (or one person), one database role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.backends.postgresql.psycopg_any import mogrify

from kayoi.kit.postgresql.base import begin_with


class NoScope(RuntimeError):
    """Tenant rows were touched while no organization was open."""


@dataclass(frozen=True)
class Scope:
    """What is open. Exactly one of these is set; a partner beside the town whose rows it works on."""

    organization_id: int | None = None
    partner_id: int | None = None
    person_id: int | None = None
    readable_ids: tuple[int, ...] | None = None
    public: bool = False

    @property
    def role(self) -> str:
        """The database role that the scope takes: partner, town, person, rollup or public."""
        if self.partner_id is not None:
            return "partner"
        if self.organization_id is not None:
            return "town"
        if self.person_id is not None:
            return "person"
        return "public" if self.public else "rollup"

    def filter_for(self, model: type[models.Model]) -> dict[str, Any]:
        """Return the filter that the first wall puts on every query of a tenant model."""
        if self.partner_id is not None:
            path = _path(model, "partner")
            return {"organization_id": self.organization_id, path: self.partner_id}
        if self.organization_id is not None:
            return {"organization_id": self.organization_id}
        if self.readable_ids is not None:
            return {"organization_id__in": self.readable_ids}
        if self.public:
            return {}
        return {_path(model, "person"): self.person_id}

    def writable_id(self) -> int:
        """Return the organization whose rows may be written."""
        if self.organization_id is None or self.partner_id is not None:
            raise NoScope("This scope may read only.")
        return self.organization_id

    def settings(self) -> dict[str, str]:
        """Return the role and the variables that its row policies read."""
        readable = None if self.readable_ids is None else ",".join(map(str, self.readable_ids))
        values = (self.organization_id, readable, self.person_id, self.partner_id)
        told = {name: str(value) for name, value in zip(_VARIABLES, values, strict=True) if value is not None}
        return {"role": settings.KAYOI_ROLES[self.role]} | told


def _path(model: type[models.Model], reader: str) -> str:
    path: str | None = getattr(model, f"{reader}_path", None)
    if path is None:
        raise NoScope(f"{model.__name__} is not readable by a {reader}.")
    return path


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)
_VARIABLES = ("kayoi.organization", "kayoi.readable", "kayoi.person", "kayoi.partner")


def current() -> Scope:
    """Return the open scope, or raise."""
    scope = _current.get()
    if scope is None:
        raise NoScope("Open an organization first (scope.of_organization).")
    return scope


def is_open() -> bool:
    """Tell whether any scope is open."""
    return _current.get() is not None


@contextmanager
def open_scope(scope: Scope) -> Iterator[Scope]:
    """Open a transaction that sees and writes only what the scope allows, in Django and in PostgreSQL."""
    before, nested = _current.get(), connection.in_atomic_block
    with transaction.atomic():
        if nested:
            _tell(scope.settings())
        else:
            begin_with(_telling(scope))
        token = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(token)
        if nested and not connection.needs_rollback:  # a commit or a rollback forgets it by itself
            _tell(before.settings() if before else {"role": settings.KAYOI_ROLES["web"]})


def _tell(values: dict[str, str]) -> None:
    """Tell PostgreSQL within a transaction: what another scope has said is unsaid."""
    with connection.cursor() as cursor:
        cursor.execute(*_setting(dict.fromkeys(_VARIABLES, "") | values))


@lru_cache(maxsize=1000)
def _telling(scope: Scope) -> str:
    """Return what tells PostgreSQL the scope in a new transaction: the same again for whoever comes back."""
    return str(mogrify(*_setting(scope.settings()), connection))


def _setting(values: dict[str, str]) -> tuple[str, list[str]]:
    return "; ".join(f"SET LOCAL {name} = %s" for name in values), list(values.values())


def of_organization(organization_id: int) -> Any:
    """Open the rows of one organization, to read and to write."""
    return open_scope(Scope(organization_id=organization_id))


def of_partner(town_id: int, partner_id: int) -> Any:
    """Open the rows of a town that are given to one of its partners, to read."""
    return open_scope(Scope(organization_id=town_id, partner_id=partner_id))


def of_person(person_id: int) -> Any:
    """Open what all organizations hold of one person, to read."""
    return open_scope(Scope(person_id=person_id))


def of_rollup(organization_ids: tuple[int, ...]) -> Any:
    """Open the countable rows of several organizations, to read."""
    return open_scope(Scope(readable_ids=organization_ids))


def of_public() -> Any:
    """Open what is published, of all organizations, to read."""
    return open_scope(Scope(public=True))
