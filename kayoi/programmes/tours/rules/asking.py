"""An application for a tour as plain values: who comes, what they wish for, what they said and agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kayoi.engines.questionnaires.states import Way


@dataclass(frozen=True)
class With:
    """Somebody who comes along."""

    name: str
    age: int | None = None
    sex: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Asking:
    """An application as a form says it. `counted` is what the ministry's report counts of the representative."""

    persons: int
    wishes: Sequence[str]
    once: UUID
    way: Way = Way.WEB
    companions: Sequence[With] = ()
    counted: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    guardian: str = ""
    remark: str = ""
    campaign: str = ""
    agrees_agency: bool = False
    agrees_towns: Sequence[str] = ()
