"""Whom other offices are asked about, once, again and each year, and what their answers do."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.tests.factories import GREEN, make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import as_text, find_header, read_sheets, records
from kayoi.programmes.schemes.models import Enquiry, EnquiryRow, Grant, Proof
from kayoi.programmes.schemes.rules.enquiries import Line, number_of
from kayoi.programmes.schemes.selectors.enquiries import Proved, askable, on_sheet, proved_by, rows_of, sheet_of
from kayoi.programmes.schemes.services import enquiries
from kayoi.programmes.schemes.states.enquiries import ENQUIRY, EnquiryKind, Whom
from kayoi.programmes.schemes.tests.factories import make_sent
from kayoi.programmes.schemes.tests.grants import make_grant
from kayoi.programmes.schemes.tests.obligations import make_obliged
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")
RESIDENCE, TAX = EnquiryKind.RESIDENCE, EnquiryKind.TAX


@pytest.fixture
def scheme(at: datetime) -> Procedure:
    return make_procedure(at=at)


@pytest.fixture
def obliged(scheme: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime) -> Grant:
    terms = {"duties": ["residence"]}
    return make_obliged(in_ina, scheme, by=officer.actor, head=head.actor, at=at, terms=terms)


def ask(scheme: Procedure, kind: EnquiryKind, officer: Member, at: datetime, whom: Whom = Whom.APPLICANTS) -> Enquiry:
    question = enquiries.Question(kind, "住民課", "同意", "確認", local_date(at) + timedelta(days=14), whom)
    return enquiries.make_enquiry(procedure=scheme, question=question, by=officer.actor, at=at)


def answer(enquiry: Enquiry, result: str, officer: Member, at: datetime) -> list[tuple[int, str]]:
    rows = EnquiryRow.objects.filter(enquiry=enquiry).select_related("application")
    lines = [Line(2, number_of(enquiry.number, row.position), row.application.receipt, result, "") for row in rows]
    _, wrong = enquiries.take_answers(
        enquiry=enquiry, lines=lines, answered_on=local_date(at), answered_by="住民課", by=officer.actor, at=at
    )
    return wrong


def count(scheme: Procedure, kind: EnquiryKind, on: date, whom: Whom = Whom.APPLICANTS) -> int:
    return len(askable(kind, whom, scheme.key, on=on).rows)


def test_what_could_not_be_confirmed_is_answered_later(
    scheme: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    make_grant(in_ina, scheme, by=officer.actor, head=head.actor, at=at)
    enquiry = ask(scheme, RESIDENCE, officer, at)
    assert answer(enquiry, "確認できない", officer, at) == []
    assert count(scheme, RESIDENCE, local_date(at)) == 1, "it may be asked again at once"
    assert answer(enquiry, "なし", officer, at) == []
    assert EnquiryRow.objects.get().result == "against"
    trail = Entry.objects.filter(action="schemes.take_answer").order_by("pk")
    told = [(one.before["result"], one.after["result"]) for one in trail if one.before and one.after]
    assert told == [("open", "unknown"), ("unknown", "against")]
    assert answer(enquiry, "あり", officer, at) == [(2, "すでに「支障あり」の回答があります。")]


def test_an_office_that_is_silent_is_reminded_and_then_asked_anew(
    scheme: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    make_grant(in_ina, scheme, by=officer.actor, head=head.actor, at=at)
    enquiry, today = ask(scheme, TAX, officer, at), local_date(at)
    (task,) = FollowUp.objects.open().filter(cause=ENQUIRY)
    assert (task.due_on, task.owner) == (today + timedelta(days=15), officer.membership)
    with pytest.raises(enquiries.UnableToChase):
        enquiries.remind_office(enquiry=enquiry, due_on=today, by=officer.actor, at=at + timedelta(days=14))
    late, new_day = at + timedelta(days=15), today + timedelta(days=30)
    enquiries.remind_office(enquiry=enquiry, due_on=new_day, by=officer.actor, at=late)
    enquiry.refresh_from_db()
    assert (enquiry.reminded_on, enquiry.due_on) == (local_date(late), new_day)
    assert [one.due_on for one in FollowUp.objects.open().filter(cause=ENQUIRY)] == [new_day + timedelta(days=1)]
    with pytest.raises(enquiries.UnableToChase):
        enquiries.note_silence(enquiry=enquiry, why="連絡がとれない", by=officer.actor, at=late)
    later = at + timedelta(days=31)
    assert count(scheme, TAX, local_date(later)) == 0
    assert enquiries.note_silence(enquiry=enquiry, why="担当課で探している", by=officer.actor, at=later) == 1
    row = EnquiryRow.objects.get()
    assert (row.result, row.remark, row.answered_on) == ("silent", "担当課で探している", None)
    assert not FollowUp.objects.open().filter(cause=ENQUIRY).exists()
    entry = Entry.objects.get(action="schemes.note_silence")
    assert entry.after == {"result": "silent", "remark": "担当課で探している"}
    assert count(scheme, TAX, local_date(later)) == 1, "it may be asked again"
    assert answer(enquiry, "滞納なし", officer, later) == [], "a late answer is taken"
    assert EnquiryRow.objects.get().result == "clear"


def test_a_reminder_names_those_of_whom_nothing_was_said(
    scheme: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    for name, born in (("谷 澪", "1991-01-01"), ("蔵持 実", "1990-05-01")):
        make_grant(in_ina, scheme, by=officer.actor, head=head.actor, at=at, name=name, birth_on=born)
    enquiry = ask(scheme, TAX, officer, at)
    first, second = rows_of(enquiry)
    line = Line(2, number_of(enquiry.number, 1), first.application.receipt, "滞納なし", "")
    enquiries.take_answers(
        enquiry=enquiry, lines=[line], answered_on=local_date(at), answered_by="税務課", by=officer.actor, at=at
    )
    assert FollowUp.objects.open().filter(cause=ENQUIRY).count() == 1
    assert [one.pk for one in on_sheet(enquiry)] == [first.pk, second.pk]
    late = at + timedelta(days=15)
    enquiries.remind_office(enquiry=enquiry, due_on=local_date(late), by=officer.actor, at=late)
    enquiry.refresh_from_db()
    assert [one.pk for one in on_sheet(enquiry)] == [second.pk]
    (sheet, about) = read_sheets(sheet_of(enquiry, on_sheet(enquiry), on=local_date(late)), name="e.xlsx").sheets
    assert "の催告" in str(list(about.rows))
    assert first.application.receipt not in str(list(sheet.rows))


def test_the_register_reads_how_many_a_family_is_and_nobody_else_does(
    scheme: Procedure, in_ina: Organization, officer: Member, at: datetime
) -> None:
    family = GREEN | {"household.members": [{"relation": "spouse"}, {"relation": "child"}]}
    make_sent(in_ina, scheme, at=at, facts=family)
    make_sent(in_ina, scheme, at=at, name="谷 澪", birth_on="1991-01-01")
    for kind, said in ((RESIDENCE, ["3人", ""]), (TAX, None), (EnquiryKind.POLICE, None)):
        enquiry = ask(scheme, kind, officer, at)
        (sheet, _) = read_sheets(sheet_of(enquiry, rows_of(enquiry), on=local_date(at)), name="e.xlsx").sheets
        header = find_header(sheet.rows, sheet=sheet.name)
        assert ("申請の世帯の人数" in header.columns) is (said is not None)
        if said is not None:
            assert [as_text(one.get("申請の世帯の人数")).value or "" for one in records(sheet, header)] == said


def test_an_office_is_asked_again_after_some_weeks_until_money_is_paid(
    scheme: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    make_grant(in_ina, scheme, by=officer.actor, head=head.actor, at=at)
    today = local_date(at)
    enquiry = ask(scheme, TAX, officer, at)
    assert count(scheme, TAX, today + timedelta(days=90)) == 0, "the answer is awaited"
    answer(enquiry, "滞納あり", officer, at)
    assert [count(scheme, TAX, today + timedelta(days=days)) for days in (0, 27, 28)] == [0, 0, 1]
    assert count(scheme, RESIDENCE, today) == 1, "of another kind nobody was asked"
    answer(ask(scheme, TAX, officer, at + timedelta(days=28)), "滞納なし", officer, at + timedelta(days=30))
    Grant.objects.update(status="stopped")
    assert count(scheme, TAX, today + timedelta(days=90)) == 0


def test_the_yearly_proofs_are_asked_of_the_register_in_one_list(
    obliged: Grant, scheme: Procedure, officer: Member, at: datetime
) -> None:
    first, second = Proof.objects.filter(obligation__grant=obliged).order_by("year")[:2]
    day = first.proves_on
    assert [count(scheme, RESIDENCE, one, Whom.OBLIGED) for one in (day - timedelta(days=1), day)] == [0, 1]
    then = at + (day - local_date(at))
    enquiry = ask(scheme, RESIDENCE, officer, then, Whom.OBLIGED)
    assert count(scheme, RESIDENCE, day, Whom.OBLIGED) == 0, "the answer is awaited"
    answer(enquiry, "登録あり", officer, then)
    assert proved_by(enquiry) == Proved([first], day)
    assert second.proves_on > day
    Proof.objects.filter(pk=first.pk).update(
        status="accepted", means="register", seen_on=day, seen_by=officer.actor.membership_id
    )
    assert proved_by(enquiry) == Proved([])
    later = second.proves_on
    assert [count(scheme, RESIDENCE, one, Whom.OBLIGED) for one in (later - timedelta(days=1), later)] == [0, 1]
    assert count(scheme, RESIDENCE, later) == 0, "nobody who was paid is asked about as an applicant"


def test_answers_that_speak_against_prove_nothing(
    obliged: Grant, scheme: Procedure, officer: Member, at: datetime
) -> None:
    first = Proof.objects.filter(obligation__grant=obliged).order_by("year")[0]
    then = at + (first.proves_on - local_date(at))
    enquiry = ask(scheme, RESIDENCE, officer, then, Whom.OBLIGED)
    answer(enquiry, "登録なし", officer, then)
    assert proved_by(enquiry) == Proved([])
