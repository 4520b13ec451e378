"""Who may open, propose, decide a refund, and what of a payment may be taken."""

from dataclasses import dataclass
from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.hearings import Spoken
from kayoi.programmes.schemes.states.recovery import RecoveryAction, RecoveryStatus

A, R = RecoveryAction, RecoveryStatus
HEARING = {Spoken.NOT_ASKED: (A.HEAR,), Spoken.WAITED_FOR: (A.STATEMENT,), Spoken.DONE: ()}


@dataclass(frozen=True)
class Proposal:
    """What is to come back, how much of it is exempted, and why (返還・免除の案)."""

    base_yen: int
    exempted_yen: int = 0
    hardship: str = ""
    no_surcharge: bool = False
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Taken:
    """How a payment is divided (充当)."""

    principal_yen: int
    surcharge_yen: int
    interest_yen: int


def may_open(*, paid_yen: int, to_return_yen: int, is_open: bool) -> Verdict:
    """Answer whether a refund may be considered: something was paid, nothing of it is demanded or considered already.

    Source: 補助金等適正化法 18条1項 (既に補助金等が交付されているとき)
    """
    against = [] if paid_yen else [Reason("schemes.nothing_paid")]
    if to_return_yen:
        against.append(Reason("schemes.demanded_already"))
    elif is_open:
        against.append(Reason("schemes.recovery_open"))
    return verdict(against)


def may_propose(proposal: Proposal, *, paid_yen: int, by_rule_yen: int | None) -> Verdict:
    """Answer whether a proposal may go to a second person: within what was paid, reasoned where no rule says it.

    Source: 行政手続法 14条 (不利益処分の理由の提示); 補助金等適正化法 19条3項 (加算金の免除);
    要綱の返還免除の条項 (やむを得ない事情を証する書類)
    """
    against = []
    if proposal.base_yen > paid_yen:
        against.append(Reason("schemes.more_than_paid", {"paid": f"{paid_yen:,}"}))
    if proposal.exempted_yen > proposal.base_yen:
        against.append(Reason("schemes.exempts_too_much", {"base": f"{proposal.base_yen:,}"}))
    if (proposal.base_yen != by_rule_yen or proposal.no_surcharge) and not proposal.reason:
        against.append(Reason("schemes.reason_missing"))
    if proposal.exempted_yen and not (proposal.hardship and proposal.reason and proposal.evidence):
        against.append(Reason("schemes.exemption_unproven"))
    return verdict(against)


def may_decide(*, proposed_by: int | None, decided_by: int | None) -> Verdict:
    """Answer whether somebody may decide a proposal or give a demand up: a user who has not made the proposal.

    Users, not memberships: one person may have had two.

    Source: 地方自治法 149条・170条 (命令と審査を一人でしない内部統制の原則)
    """
    if decided_by is None or decided_by == proposed_by:
        return verdict([Reason("schemes.same_person_decides")])
    return verdict([])


def may_reverse(status: RecoveryStatus, *, booked_by: int | None, by: int | None) -> Verdict:
    """Answer whether a repayment that was booked by mistake may be reversed: by another user than has booked it.

    Source: 地方自治法 149条・170条 (命令と出納を一人でしない内部統制の原則); 財務規則の通例
    """
    against = [] if by is not None and by != booked_by else [Reason("schemes.same_person_booked")]
    if status is R.WRITTEN_OFF:
        against.append(Reason("schemes.written_off_already"))
    return verdict(against)


def may_write_off(
    *, rest_yen: int, is_late: bool, is_reminded: bool, lost_on: date, lapses_on: date | None, today: date
) -> Verdict:
    """Answer whether what has not come may be given up: late and reminded, or nothing of the principal is left.

    `lapses_on` is known where it is given up because it has lapsed: not before the day after it (消滅時効).

    Source: 地方自治法 236条・240条2項、地方自治法施行令 171条 (督促)
    """
    against = [Reason("schemes.not_reminded")] if rest_yen and not (is_late and is_reminded) else []
    if lost_on > today:
        against.append(Reason("schemes.loss_to_come"))
    if lapses_on is not None and lost_on <= lapses_on:
        against.append(Reason("schemes.not_lapsed", {"last": lapses_on.isoformat()}))
    return verdict(against)


def may_take(
    amount_yen: int, *, rest_yen: int, extra_yen: int, on: date, demanded_on: date, today: date
) -> Verdict:  # fmt: skip
    """Answer whether a payment may be taken: not more than is owed, on a day between the demand and today.

    `extra_yen` is what is asked beside the principal (加算金・延滞分).

    Source: 地方自治法 231条 (調定した額を収入する)
    """
    against = []
    if amount_yen > rest_yen + extra_yen:
        owed = {"rest": f"{rest_yen:,}", "extra": f"{extra_yen:,}", "sum": f"{rest_yen + extra_yen:,}"}
        against.append(Reason("schemes.more_than_due", owed))
    if not demanded_on <= on <= today:
        against.append(Reason("schemes.day_of_payment", {"first": demanded_on.isoformat()}))
    return verdict(against)


def taken(amount_yen: int, *, rest_yen: int, surcharge_yen: int = 0) -> Taken:
    """Return how a payment is divided: the principal first, then 加算金, what is more for being late.

    Source: 補助金等適正化法施行令 9条2項 (返還を命ぜられた額に先に充てる); 地方税法 20条の9の4 の例による
    """
    principal = min(amount_yen, rest_yen)
    surcharge = min(amount_yen - principal, surcharge_yen)
    return Taken(principal, surcharge, amount_yen - principal - surcharge)


def actions(
    status: RecoveryStatus, *, is_demanded: bool, is_late: bool, is_reminded: bool, spoken: Spoken = Spoken.DONE
) -> list[RecoveryAction]:  # fmt: skip
    """Return what staff can do with a refund, the next step first.

    Source: 地方自治法 231条の3 (督促); 地方自治法施行令 171条・171条の6
    """
    match status:
        case R.CONSIDERING:
            return [A.PROPOSE, *HEARING[spoken], A.CORRECT, A.CONTEST]
        case R.PROPOSED:
            return [A.APPROVE, *HEARING[spoken], A.SEND_BACK]
        case R.DEMANDED | R.IN_INSTALMENTS:
            first = [A.RECEIVE] if not is_late else [A.RECEIVE, A.REMIND] if is_reminded else [A.REMIND, A.RECEIVE]
            last = [A.WRITE_OFF] if is_late and is_reminded else []
            return [*first, A.INSTALMENTS, A.ACKNOWLEDGE, A.CONTEST, *last]
        case R.CONTESTED:
            return [A.UPHOLD, A.RECEIVE] if is_demanded else [A.UPHOLD]
        case R.PAID:
            return [A.RECEIVE, A.ACKNOWLEDGE, A.WRITE_OFF]
        case _:
            return []
