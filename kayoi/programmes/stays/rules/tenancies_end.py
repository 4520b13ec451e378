"""Papers of a tenancy in their order, when a term ends by its notice, and what goes back of a deposit."""

from dataclasses import dataclass
from datetime import date

from kayoi.kit.dates import months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.rules import legal
from kayoi.programmes.stays.rules.spans import Stay
from kayoi.programmes.stays.states.tenancies import LEASES, LIVES, Contract, PaperKind, TenancyStatus

# From when on a paper may be made: before, the rent and the days may change.
DECIDED = (TenancyStatus.DECIDED, *LIVES)


def papers_of(contract: Contract) -> tuple[PaperKind, ...]:
    """Return what is given in writing under a contract (契約の種類ごとの書面), in the order of time.

    Source: 借地借家法38条1項・3項・6項; 地方自治法238条の4第7項 (使用許可)
    """
    if contract in LEASES:
        return (PaperKind.EXPLANATION, PaperKind.CONTRACT, PaperKind.END_NOTICE)
    return (PaperKind.PERMIT,)


def may_write(kind: PaperKind, contract: Contract, *, status: str, is_explained: bool) -> Verdict:
    """Answer whether a paper may be made (書面を作れるか): the contract after the explanation of the same term.

    Source: 借地借家法38条3項・5項 (契約の前に説明しなければ、更新がないとする定めは無効)
    """
    against = []
    if kind not in papers_of(contract):
        against.append(Reason("tenancies.other_paper", {"contract": contract.label}))
    if status not in (LIVES if kind is PaperKind.END_NOTICE else DECIDED):
        against.append(Reason("tenancies.paper_not_now"))
    if kind is PaperKind.CONTRACT and contract in LEASES and not is_explained:
        against.append(Reason("tenancies.explain_first", source="借地借家法38条3項"))
    return verdict(against)


def ends_by_notice(*, starts_on: date, ends_on: date, noticed_on: date) -> date:
    """Return the day by which a lease ends by its notice (終了を主張できる日): its last day, or six months after.

    A lease of a year or more that is announced too late ends against the tenant six months after the notice only.

    Source: 借地借家法38条6項ただし書
    """
    between = legal.end_notice_between(Stay(starts_on, ends_on))
    if between is None or noticed_on <= between[1]:
        return ends_on
    return max(ends_on, months_later(noticed_on, 6))


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a deposit goes: to a damage, to rent, back; and what of the damage it did not reach for."""

    damage_yen: int
    rent_yen: int
    back_yen: int
    short_yen: int


def deposit_settled(*, held_yen: int, damage_yen: int, rent_yen: int) -> Settled:
    """Return what goes back of a deposit (敷金の精算), less what the household owes from the lease.

    The damage first: what is left of the rent stands in the statement of the tenancy.

    Source: 民法622条の2第1項 (賃貸借に基づく金銭の債務を控除した残額を返す)
    """
    damage = min(held_yen, damage_yen)
    rent = min(held_yen - damage, max(rent_yen, 0))
    return Settled(damage, rent, held_yen - damage - rent, damage_yen - damage)
