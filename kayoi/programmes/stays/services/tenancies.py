"""Tenancies from the application to the end: the room is theirs by a booking, papers come before the key."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import midnight, nights
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict
from kayoi.programmes.stays.models import HeadLease, House, ManagerNote, Room, Tenancy
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.rules.securities import claim_due_on
from kayoi.programmes.stays.selectors.tenancies import head_lease_for, is_sublet, rent_by_rule, term_of
from kayoi.programmes.stays.selectors.tenancies_guarantee import secured
from kayoi.programmes.stays.services.sublets_rent import correct_sublets
from kayoi.programmes.stays.services.tenancies_damage import Damage, claim_damage
from kayoi.programmes.stays.services.tenancies_deposit import settle_deposit
from kayoi.programmes.stays.services.tenancies_guarantee import ask_what_then
from kayoi.programmes.stays.services.tenancies_papers import issue_paper
from kayoi.programmes.stays.services.tenancies_rent import correct_rents
from kayoi.programmes.stays.states.tenancies import (
    TENANCY,
    Afterwards,
    Contract,
    ManagerWork,
    PaperKind,
    TenancyStatus,
)

ONE_DAY = timedelta(days=1)


class UnableToLet(Refused):
    """The limit, the law, the head lease or the calendar does not allow it, or a paper is lacking."""


@dataclass(frozen=True)
class Wanted:
    """What a household asks for: room, contract, days, people."""

    room: Room
    contract: Contract
    starts_on: date
    ends_before: date
    persons: int = 1
    household: str = ""


@transaction.atomic
def apply_tenancy(
    *, wanted: Wanted, case_file: CaseFile, held: Booking | None = None, by: Actor, at: datetime
) -> Tenancy:
    """Take an application for a home (入居の申込みを受ける): the room is held until it is decided.

    `held` is the booking of an offer. Raises UnableToLet, UnableToBook.
    """
    head = head_lease_for(wanted.room.house, wanted.starts_on)
    row = Tenancy(
        room=wanted.room, case_file=case_file, head_lease=head, contract=wanted.contract, household=wanted.household,
        persons=wanted.persons, starts_on=wanted.starts_on, term_starts_on=wanted.starts_on,
        ends_before=wanted.ends_before, deposit_yen=wanted.room.house.deposit_yen, asked_at=at, taken_by=by.user_id,
    )  # fmt: skip
    _refuse(rules.may_live(term_of(row)))
    if held is None:
        request = reservations.Request(
            wanted.room.unit, nights(wanted.starts_on, wanted.ends_before), persons=wanted.persons
        )
        [held] = reservations.hold(
            requests=[request], lapses_at=None, key=f"tenancy:{new_reference()}", by=by, at=at
        )  # fmt: skip
    row.booking = held
    row.rent_yen = rent_by_rule(row, on=local_date(at))
    row.save()
    after = {"room": row.room, "starts_on": row.starts_on, "ends_before": row.ends_before, "case_file": case_file}
    audit.record("stays.apply_tenancy", row, by=by, at=at, after=after)
    return row


@transaction.atomic
def change_rent(*, tenancy: Tenancy, fields: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Write what is paid and by when, or what is reduced by which article (家賃・減額を決める).

    Months that were charged stay as they are; they are put right one by one. Raises ChangedMeanwhile.
    """
    audit.change(tenancy, fields, version=version, by=by, at=at)


@transaction.atomic
def decide_tenancy(*, tenancy: Tenancy, why: str = "", by: Actor, at: datetime) -> None:
    """Decide that a household gets the room (入居を決定する), and make its letter. Raises UnableToLet, UnableToMove."""
    row = _locked(tenancy)
    _refuse(
        rules.may_decide(
            term_of(row), rent_yen=row.rent_yen, by_the_same=by.user_id is not None and by.user_id == row.taken_by
        )
    )
    audit.move(row, "decide", by=by, at=at, why=why)
    reservations.confirm(booking=row.booking, by=by, at=at)
    _tell(row, PaperKind.ALLOWED, by=by, at=at)
    _plan(row, [rules.Todo(max(row.starts_on, local_date(at)), "入居の書面をそろえ、鍵を渡す")], by=by, at=at)


@transaction.atomic
def refuse_tenancy(*, tenancy: Tenancy, why: str, by: Actor, at: datetime) -> None:
    """Decide that a household does not get the room (入居できないと決定する); its letter says why.

    Raises UnableToMove.
    """
    row = _let_go(tenancy, "refuse", why=why, by=by, at=at)
    _tell(row, PaperKind.REFUSED, why=why, by=by, at=at)


@transaction.atomic
def withdraw_tenancy(*, tenancy: Tenancy, why: str, by: Actor, at: datetime) -> None:
    """Note that a household does not come (入居を取りやめる); the room is free again. Raises UnableToMove."""
    _let_go(tenancy, "withdraw", why=why, by=by, at=at)


def _let_go(tenancy: Tenancy, action: str, *, why: str, by: Actor, at: datetime) -> Tenancy:
    row = _locked(tenancy)
    audit.move(row, action, by=by, at=at, why=why, also={"why": why})
    reservations.cancel(booking=row.booking, why=why[:200], by=by, at=at)
    followups.finish_caused_by(cause=TENANCY, reference=str(row.pk), by=by, at=at)
    settle_deposit(tenancy=row, damage_yen=0, on=local_date(at), by=by, at=at)
    return row


@transaction.atomic
def sign_tenancy(*, tenancy: Tenancy, explained_on: date | None, signed_on: date, by: Actor, at: datetime) -> None:
    """Note when a contract was explained and signed, or a use permitted (契約・許可を記録する). Raises UnableToLet.

    The guarantee that the house asks for stands before.
    """
    row = _locked(tenancy)
    against = list(rules.may_move_in(Contract.of(row.contract), explained_on=explained_on, signed_on=signed_on).reasons)
    _refuse(verdict([*against, *secured(row, row.term_starts_on).reasons]))
    fields = {"explained_on": explained_on, "signed_on": signed_on}
    audit.change(row, fields, version=None, by=by, at=at)


@transaction.atomic
def move_in(*, tenancy: Tenancy, by: Actor, at: datetime) -> None:
    """Note that a household has moved in (入居を記録する); what comes at the end is planned now.

    Raises UnableToLet while a paper is lacking, UnableToProceed before the day, UnableToMove.
    """
    row = _locked(tenancy)
    _refuse(
        rules.may_move_in(Contract.of(row.contract), explained_on=row.explained_on, signed_on=row.signed_on)
    )  # fmt: skip
    audit.move(row, "move_in", by=by, at=at)
    reservations.start(booking=row.booking, by=by, at=at)
    _plan_end(row, by=by, at=at)


@transaction.atomic
def renew_tenancy(
    *, tenancy: Tenancy, ends_before: date, explained_on: date | None = None, signed_on: date, by: Actor, at: datetime
) -> None:
    """Let a household stay on under a new contract (更新・再契約する), within the limit that counts from the first day.

    A lease is explained anew before it is signed. Raises UnableToLet with all reasons, UnableToChange where the room
    is taken afterwards, UnableToMove.
    """
    row = _locked(tenancy)
    again = {"term_starts_on": row.ends_before, "ends_before": ends_before}
    wanted = replace(term_of(row), starts_on=row.ends_before, ends_before=ends_before)
    against = list(rules.may_live(wanted).reasons)
    against += rules.may_move_in(wanted.contract, explained_on=explained_on, signed_on=signed_on).reasons
    against += secured(row, wanted.starts_on).reasons
    if row.status not in (TenancyStatus.LIVING, TenancyStatus.LEAVING):
        against.append(Reason("tenancies.not_living"))
    _refuse(verdict(against))
    reservations.extend(booking=row.booking, ends_before=midnight(ends_before), why="更新・再契約", by=by, at=at)
    papers = {"explained_on": explained_on, "signed_on": signed_on}
    if row.status == TenancyStatus.LEAVING:
        audit.move(row, "stay_on", by=by, at=at, also={"notice_on": None, "inspection_on": None})
    audit.change(row, {**again, **papers}, version=None, by=by, at=at, why="更新・再契約")
    for one in row.guarantees.filter(ends_before__gt=local_date(at)):
        ask_what_then(guarantee=one, tenancy=row, by=by, at=at)
    _plan_end(row, by=by, at=at)


@transaction.atomic
def give_notice(
    *, tenancy: Tenancy, notice_on: date, ends_on: date, inspection_on: date, why: str = "", by: Actor, at: datetime
) -> None:
    """Note that a tenancy comes to its end (退去の申出・終了の通知を記録する): its last day, when it is inspected.

    Raises UnableToLet for a last day outside of the contract, UnableToMove.
    """
    row = _locked(tenancy)
    if not row.starts_on <= ends_on < row.ends_before:
        raise UnableToLet(verdict([Reason("tenancies.outside_term", {"until": row.ends_on.isoformat()})]))
    fields = {"notice_on": notice_on, "inspection_on": inspection_on, "why": why}
    audit.move(row, "give_notice", by=by, at=at, why=why, also=fields)
    todos = [
        rules.Todo(inspection_on, "退去の点検をする"),
        rules.Todo(max(ends_on, local_date(at)), "鍵を受け取り、敷金を精算して、退去を記録する"),
    ]
    _plan(row, todos, by=by, at=at)


@transaction.atomic
def end_tenancy(
    *, tenancy: Tenancy, left_on: date, damage_yen: int, damage: str = "", afterwards: Afterwards, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Note that a household has left (退去を記録する): rent to the last day, the deposit settled, where they went.

    What of a damage the deposit does not reach is claimed, and is a debt as rent is; `damage` says what it is. Months
    that were charged beyond the last day are put right in the ledger. Raises UnableToLet, UnableToMove.
    """
    row = _locked(tenancy)
    if not row.starts_on <= left_on < row.ends_before:
        raise UnableToLet(verdict([Reason("tenancies.outside_term", {"until": row.ends_on.isoformat()})]))
    if damage_yen and is_sublet(row):
        raise UnableToLet(verdict([Reason("tenancies.partner_keeps")]))
    fields = {
        "ends_before": left_on + ONE_DAY, "afterwards": afterwards,
        # Whoever leaves before a new contract has begun leaves under the one before.
        "term_starts_on": row.term_starts_on if row.term_starts_on <= left_on else row.starts_on,
    }  # fmt: skip
    audit.move(row, "end", by=by, at=at, also=fields)
    reservations.finish(booking=row.booking, left_at=midnight(left_on + ONE_DAY), by=by, at=at)
    put_right = correct_sublets if is_sublet(row) else correct_rents
    put_right(tenancy=row, why="退去のため", by=by, at=at)
    followups.finish_caused_by(cause=TENANCY, reference=str(row.pk), by=by, at=at)
    settled = settle_deposit(tenancy=row, damage_yen=damage_yen, on=left_on, by=by, at=at)
    audit.change(row, {"deposit_back_yen": settled.back_yen}, version=None, by=by, at=at)
    if settled.short_yen:
        claimed = Damage(settled.short_yen, damage or "原状回復の費用(敷金で足りない額)", claim_due_on(local_date(at)))
        claim_damage(tenancy=row, damage=claimed, key=uuid4(), by=by, at=at)


@transaction.atomic
def note_work(*, house: House, on: date, work: ManagerWork, words: str, by: Actor, at: datetime) -> ManagerNote:
    """Write down what the community manager of a share house did (日誌を書く)."""
    row: ManagerNote = ManagerNote.objects.create(
        house=house, on=on, work=work, words=words, written_by=by.name, written_at=at
    )
    audit.record("stays.note_work", row, by=by, at=at, after={"house": house, "on": on, "work": work})
    return row


def _locked(tenancy: Tenancy) -> Tenancy:
    """Return a tenancy as it is now, locked, with the head lease on which it rests: that ends no earlier meanwhile."""
    rows = Tenancy.objects.select_for_update(of=("self",)).select_related("room__house", "booking")
    found: Tenancy = rows.get(pk=tenancy.pk)
    if found.head_lease_id is not None:
        heads = HeadLease.objects.select_for_update(of=("self",), no_key=True)
        found.head_lease = heads.get(pk=found.head_lease_id)
    return found


def _tell(row: Tenancy, kind: PaperKind, *, why: str = "", by: Actor, at: datetime) -> None:
    issue_paper(
        tenancy=row, kind=kind, starts_on=row.term_starts_on, ends_before=row.ends_before, why=why, by=by, at=at
    )  # fmt: skip


def _refuse(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToLet(answer)


def _plan_end(row: Tenancy, *, by: Actor, at: datetime) -> None:
    todos = rules.todos_at_end(Contract.of(row.contract), starts_on=row.term_starts_on, ends_before=row.ends_before)
    _plan(row, todos, by=by, at=at)


def _plan(row: Tenancy, todos: list[rules.Todo], *, by: Actor, at: datetime) -> None:
    """Plan what has to be done, instead of what was planned before."""
    reference = str(row.pk)
    followups.finish_caused_by(cause=TENANCY, reference=reference, by=by, at=at)
    for one in todos:
        followups.plan_follow_up(
            title=f"{one.words}: {row.room.house.name}", due_on=one.due_on, case_file=row.case_file,
            owner=row.case_file.assigned_to, cause=TENANCY, reference=reference, by=by, at=at,
        )  # fmt: skip
