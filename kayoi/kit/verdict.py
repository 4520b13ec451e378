"""A rule's answer: met, not met or not yet known, with every reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kayoi.kit.states import Labelled


class Outcome(Labelled):
    MET = "met", "満たしています"
    NOT_MET = "not_met", "満たしていません"
    UNKNOWN = "unknown", "まだ分かりません"


@dataclass(frozen=True)
class Reason:
    """Why: a code with parameters (the sentence comes from a catalogue at the edge), its source, what is missing."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    missing: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the reason as it is kept in the audit trail."""
        return {"code": self.code, "params": dict(self.params), "source": self.source, "missing": list(self.missing)}


@dataclass(frozen=True)
class Verdict:
    """The answer of a rule. Refusals carry all reasons, not the first."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()

    @property
    def met(self) -> bool:
        return self.outcome is Outcome.MET

    @property
    def refused(self) -> bool:
        """True unless the rule is met: what is not yet known is not granted."""
        return not self.met

    def as_data(self) -> dict[str, Any]:
        """Return outcome and reasons as they are kept in the audit trail."""
        return {"outcome": self.outcome.value, "reasons": [reason.as_data() for reason in self.reasons]}


MET = Verdict(Outcome.MET)


def verdict(against: Iterable[Reason]) -> Verdict:
    """Return met when nothing speaks against it; unknown when only missing facts do; otherwise not met."""
    reasons = tuple(against)
    if not reasons:
        return MET
    unknown = all(reason.missing for reason in reasons)
    return Verdict(Outcome.UNKNOWN if unknown else Outcome.NOT_MET, reasons)


class Refused(Exception):
    """What a service raises when a rule says no; views show the reasons."""

    def __init__(self, answer: Verdict) -> None:
        super().__init__(", ".join(reason.code for reason in answer.reasons))
        self.verdict = answer
