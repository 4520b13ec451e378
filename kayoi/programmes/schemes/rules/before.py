"""What is looked at before something is granted: start of the work, house, what was granted already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.rules.grants import may_begin
from kayoi.programmes.schemes.states.grants import Once


@dataclass(frozen=True)
class Taken:
    """That the same was granted already: in which scheme, for what, under which receipt."""

    title: str
    subject: Once
    receipt: str


@dataclass(frozen=True)
class Unreported:
    """That the report of a year of an earlier grant has not come, or has not been inspected: under which receipt."""

    year: int
    receipt: str


@dataclass(frozen=True)
class Before:
    """What is known before a grant is decided. `begins_on` is asked only where work begins after the decision."""

    begins_on: date | None
    allowed_from: date | None
    needs_house: bool
    has_house: bool
    needs_contract: bool
    has_contract: bool
    taken: Sequence[Taken]
    # Of earlier years, where the scheme waits for reports.
    unreported: Sequence[Unreported] = ()
    # Where the scheme asks to talk first.
    needs_consultation: bool = False
    has_consulted: bool = False


def may_grant(known: Before, *, on: date) -> Verdict:
    """Answer whether something may be granted on a day: 事前相談, 着手は交付決定後, 一度限り, 併給の禁止, 前年度の報告.

    Source: 補助金等交付規則の型; 山形県 移住支援金Q&A (同じ世帯が同じ市町村で二度受けない)
    """
    against = list(may_begin(begun_on=known.begins_on, decided_on=on, allowed_from=known.allowed_from).reasons)
    if known.needs_consultation and not known.has_consulted:
        against.append(Reason("schemes.consultation_missing"))
    if known.needs_house and not known.has_house:
        against.append(Reason("schemes.house_missing"))
    if known.needs_contract and not known.has_contract:
        against.append(Reason("schemes.contract_missing"))
    against += [
        Reason("schemes.granted_already", {"title": one.title, "subject": one.subject.label, "receipt": one.receipt})
        for one in known.taken
    ]
    against += [Reason("schemes.unreported", {"year": one.year, "receipt": one.receipt}) for one in known.unreported]
    return verdict(against)
