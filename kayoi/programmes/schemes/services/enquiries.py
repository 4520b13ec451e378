"""Ask other offices about many applications at once, and take in what comes back (照会)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Enquiry, EnquiryRow
from kayoi.programmes.schemes.rules.enquiries import Asked, Line, may_chase, read_answers
from kayoi.programmes.schemes.selectors.enquiries import askable, rows_of
from kayoi.programmes.schemes.states.enquiries import ENQUIRY, EnquiryKind, Result, Whom


class UnableToAsk(Refused):
    """There is nobody to ask about."""


class UnableToChase(Refused):
    """The day has not gone by, or all is answered."""


@dataclass(frozen=True)
class Question:
    """What is asked of which office, on which ground, what for, by when, and about whom."""

    kind: EnquiryKind
    addressee: str
    ground: str
    purpose: str
    due_on: date
    whom: Whom = Whom.APPLICANTS


@transaction.atomic
def make_enquiry(*, procedure: Procedure, question: Question, by: Actor, at: datetime) -> Enquiry:
    """Make a list about the applications of which may be asked (照会の一覧を作る). Raises UnableToAsk."""
    Organization.objects.select_for_update().get(pk=procedure.organization_id)  # numbers follow one another
    found = askable(question.kind, question.whom, procedure.key, on=local_date(at))
    if not found.rows or by.membership_id is None:
        raise UnableToAsk(verdict([Reason("schemes.nobody_on_list")]))
    last = Enquiry.objects.aggregate(last=Max("number"))["last"] or 0
    enquiry = Enquiry.objects.create(
        number=last + 1, kind=question.kind, addressee=question.addressee, ground=question.ground,
        purpose=question.purpose, due_on=question.due_on, made_on=local_date(at), made_by_id=by.membership_id,
    )  # fmt: skip
    EnquiryRow.objects.bulk_create(
        EnquiryRow(enquiry=enquiry, application=one, position=position)
        for position, one in enumerate(found.rows, start=1)
    )
    after = {"kind": question.kind, "whom": question.whom, "ground": question.ground, "count": len(found.rows)}
    audit.record("schemes.make_enquiry", enquiry, by=by, at=at, after=after)
    _await_answers(enquiry, by=by, at=at)
    return enquiry


@transaction.atomic
def remind_office(*, enquiry: Enquiry, due_on: date, by: Actor, at: datetime) -> None:
    """Ask once more for what is open (催告する), by a new day. Raises UnableToChase."""
    locked, _ = _overdue(enquiry, at=at)
    changes = {"due_on": due_on, "reminded_on": local_date(at)}
    audit.change(locked, changes, version=None, by=by, at=at)
    _await_answers(locked, by=by, at=at)


@transaction.atomic
def note_silence(*, enquiry: Enquiry, why: str, by: Actor, at: datetime) -> int:
    """Note that nothing came back (回答なしにする), with the reason; these people may be asked about again.

    A late answer is still taken. Returns how many rows were closed. Raises UnableToChase.
    """
    locked, rows = _overdue(enquiry, at=at)
    for row in rows:
        row.result, row.remark, row.taken_by_id = Result.SILENT, why, by.membership_id
    EnquiryRow.objects.bulk_update(rows, ["result", "remark", "taken_by"])
    audit.record_each(
        "schemes.note_silence",
        ((row, {"result": Result.OPEN}, {"result": Result.SILENT, "remark": why}) for row in rows), by=by, at=at,
    )  # fmt: skip
    _await_answers(locked, by=by, at=at)
    return len(rows)


@transaction.atomic
def hand_out(*, enquiry: Enquiry, by: Actor, at: datetime) -> None:
    """Note that the list was taken out of the system (照会の一覧を出す): it names people."""
    audit.record("schemes.hand_out_enquiry", enquiry, by=by, at=at)


@transaction.atomic
def take_answers(
    *, enquiry: Enquiry, lines: Iterable[Line], answered_on: date, answered_by: str, by: Actor, at: datetime
) -> tuple[int, list[tuple[int, str]]]:
    """Take in a list that came back (回答を取り込む); return how many rows were taken, and those that do not fit."""
    locked = Enquiry.objects.select_for_update(of=["self"]).select_related("made_by").get(pk=enquiry.pk)
    rows = {row.position: row for row in rows_of(enquiry)}
    asked = {position: Asked(row.application.receipt, Result.of(row.result)) for position, row in rows.items()}
    answers, wrong = read_answers(enquiry.number, EnquiryKind.of(enquiry.kind), asked, lines)
    changed, before = [], {}
    for one in answers:
        row = rows[one.position]
        if row.result != one.result:
            before[row.pk] = row.result
            row.result, row.remark = one.result, one.remark
            row.answered_on, row.answered_by, row.taken_by_id = answered_on, answered_by, by.membership_id
            changed.append(row)
    EnquiryRow.objects.bulk_update(changed, ["result", "remark", "answered_on", "answered_by", "taken_by"])
    audit.record_each(
        "schemes.take_answer", ((row, {"result": before[row.pk]}, {"result": row.result}) for row in changed),
        by=by, at=at,
    )  # fmt: skip
    _await_answers(locked, by=by, at=at)
    return len(changed), wrong


def _overdue(enquiry: Enquiry, *, at: datetime) -> tuple[Enquiry, list[EnquiryRow]]:
    """Lock a list and return it with its open rows. Raises UnableToChase."""
    locked = Enquiry.objects.select_for_update(of=["self"]).select_related("made_by").get(pk=enquiry.pk)
    rows = list(EnquiryRow.objects.filter(enquiry=locked, result=Result.OPEN).order_by("position"))
    answer = may_chase(due_on=locked.due_on, open_count=len(rows), on=local_date(at))
    if answer.refused:
        raise UnableToChase(answer)
    return locked, rows


def _await_answers(enquiry: Enquiry, *, by: Actor, at: datetime) -> None:
    """Let whoever asked look for the answers the day after they are due (次の対応), while some are open."""
    cause, reference = ENQUIRY, str(enquiry.pk)
    due_on = enquiry.due_on + timedelta(days=1)
    if EnquiryRow.objects.filter(enquiry=enquiry, result=Result.OPEN).exists():
        if FollowUp.objects.open().filter(cause=cause, reference=reference, due_on=due_on).exists():
            return
        followups.finish_caused_by(cause=cause, reference=reference, by=by, at=at)
        followups.plan_follow_up(
            title=f"{enquiry}の回答を確かめる: {enquiry.addressee}", due_on=due_on, owner=enquiry.made_by,
            cause=cause, reference=reference, by=by, at=at,
        )  # fmt: skip
    else:
        followups.finish_caused_by(cause=cause, reference=reference, by=by, at=at)
