"""Duties after a grant: begun with the payment, proved each year, reminded of, fulfilled, broken, matched."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Protection
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.models import Breach, Claim, Departure, DepartureList, Grant, Obligation, Proof
from kayoi.programmes.schemes.rules.departures import Listed
from kayoi.programmes.schemes.selectors.obligations.lists import counts_by_year
from kayoi.programmes.schemes.selectors.recovery.words import reasons_of
from kayoi.programmes.schemes.services import grants, obligations, recovery
from kayoi.programmes.schemes.states.obligations import BREACH, PROOF, BreachKind, Event, FoundBy, Means
from kayoi.programmes.schemes.states.recovery import Ground
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_grant, make_terms
from kayoi.programmes.schemes.tests.obligations import make_obliged, pay
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")
JOB = "schemes.follow"


@pytest.fixture
def sender(ina: Organization) -> grants.Sender:
    return grants.Sender(ina, LINK)


@pytest.fixture
def grant(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Grant:
    terms = {"duties": ["residence", "job"], "work_years": 1}
    return make_obliged(
        in_ina, make_procedure(at=at), by=officer.actor, head=head.actor, at=at, terms=terms, email="y@example.jp"
    )


@pytest.fixture
def duty(grant: Grant) -> Obligation:
    return Obligation.objects.get(grant=grant, kind="residence")


def proofs(duty: Obligation) -> list[Proof]:
    return list(Proof.objects.filter(obligation=duty).order_by("year"))


def follow(sender: grants.Sender, on: datetime) -> tuple[int, int]:
    return obligations.follow_obligations(sender=sender, by=system(JOB), at=on)


def moment(day: date, at: datetime) -> datetime:
    return at + (day - local_date(at))


def accept(proof: Proof, sender: grants.Sender, by: Member, *, seen_on: date, at: datetime) -> None:
    shown = obligations.Shown(Means.CERTIFICATE, seen_on)
    obligations.accept_proof(proof=proof, shown=shown, channel=Channel.LETTER, sender=sender, by=by.actor, at=at)


def open_titles(cause: str) -> list[str]:
    return list(FollowUp.objects.open().filter(cause=cause).order_by("pk").values_list("title", flat=True))


def listed(duty: Obligation, *, days: int = 30, event: Event = Event.MOVED_OUT, **other: Any) -> Listed:
    file = duty.grant.case_file
    values = {"name": file.name, "kana": "", "birth_on": file.birth_on} | other
    return Listed(row=2, event=event, happened_on=duty.starts_on + timedelta(days=days), **values)


def take(rows: list[Listed], by: Member, at: datetime) -> obligations.Taken:
    source = obligations.Source("市民課", "個人情報の保護に関する法律 第69条第2項第2号", local_date(at))
    return obligations.take_departures(source=source, rows=rows, by=by.actor, at=at)


def test_paying_begins_the_duties_with_all_their_days(grant: Grant, duty: Obligation) -> None:
    assert grant.status == "obliged"
    job = Obligation.objects.get(grant=grant, kind="job")
    on = grant.applied_on
    assert (duty.until, job.until) == (on.replace(year=on.year + 5), on.replace(year=on.year + 1))
    assert [one.proves_on for one in proofs(duty)] == [on.replace(year=on.year + year) for year in range(1, 6)]
    assert len(proofs(job)) == 1
    assert not open_titles(PROOF)


def test_a_payment_that_came_back_ends_them_and_paid_again_they_run_on(
    grant: Grant, duty: Obligation, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    claim = Claim.objects.get(grant=grant)
    grants.bounce_payment(claim=claim, why="口座の名義が違う", by=officer.actor, at=at)
    duty.refresh_from_db()
    assert (duty.status, duty.closed_on) == ("ended", local_date(at))
    grants.record_payment(claim=claim, paid_on=local_date(at), sender=sender, by=head.actor, at=at)
    duty.refresh_from_db()
    assert (duty.status, duty.closed_on) == ("running", None)
    assert len(proofs(duty)) == 5


def test_taking_back_ends_them(grant: Grant, duty: Obligation, head: Member, at: datetime) -> None:
    grants.take_back_grant(grant=grant, to_return_yen=grant.paid_yen, why="虚偽", by=head.actor, at=at)
    assert set(Obligation.objects.values_list("status", flat=True)) == {"ended"}


def test_nothing_is_planned_or_asked_before_the_day(grant: Grant, duty: Obligation, sender: grants.Sender,
                                                    at: datetime) -> None:  # fmt: skip
    first = proofs(duty)[0]
    before = Message.objects.count()
    assert follow(sender, moment(first.proves_on - timedelta(days=1), at)) == (0, 0)
    assert not open_titles(PROOF)
    assert Message.objects.count() == before


def test_asked_and_reminded_by_mail_each_once(
    grant: Grant, duty: Obligation, sender: grants.Sender, officer: Member, at: datetime
) -> None:
    first = proofs(duty)[0]
    on = moment(first.proves_on, at)
    assert follow(sender, on) == (2, 0)  # residence and job
    assert follow(sender, on) == (0, 0)
    assert set(open_titles(PROOF)) == {
        "居住の証明(1年目)を確かめる: 定住補助金", "就業の証明(1年目)を確かめる: 定住補助金",
    }  # fmt: skip
    mail = Message.objects.filter(cause=PROOF, reference=str(first.pk)).get()
    assert "居住の証明(1年目)" in mail.body
    assert "kayoi.example" in mail.body
    late = moment(first.due_on + timedelta(days=1), at)
    assert follow(sender, late)[0] == 2
    accept(first, sender, officer, seen_on=first.proves_on, at=late)
    again = moment(first.due_on + timedelta(days=31), at)
    assert follow(sender, again) == (1, 0)
    assert list(Message.objects.filter(cause=PROOF).order_by("pk").values_list("template", flat=True)) == [
        "schemes/mail/proof_asked", "schemes/mail/proof_asked", "schemes/mail/proof_reminded",
        "schemes/mail/proof_reminded", "schemes/mail/proof_again",
    ]  # fmt: skip
    assert follow(sender, moment(first.due_on + timedelta(days=200), at)) == (0, 0)


def test_without_a_mail_address_a_letter_waits_to_be_posted(
    ina: Organization, officer: Member, head: Member, sender: grants.Sender, at: datetime
) -> None:
    made = make_obliged(
        ina, make_procedure(at=at), by=officer.actor, head=head.actor, at=at, terms={}, email="",
        phone="0265-78-4111", address="伊那市荒井1",
    )  # fmt: skip
    first = proofs(Obligation.objects.get(grant=made))[0]
    assert follow(sender, moment(first.due_on + timedelta(days=1), at))[0] == 1
    letter = Letter.objects.latest("pk")
    assert letter.title == "証明書類の提出について(督促)"
    assert "証明書類の提出について(督促)を郵送する: 定住補助金" in open_titles(PROOF)


def test_what_the_register_shows_and_protected_people_are_not_written_to(
    ina: Organization, officer: Member, head: Member, sender: grants.Sender, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    made = make_obliged(
        ina, procedure, by=officer.actor, head=head.actor, at=at, terms={"duties": ["residence", "job"],
        "by_register": True}, email="y@example.jp",
    )  # fmt: skip
    first = proofs(Obligation.objects.get(grant=made, kind="residence"))[0]
    on = moment(first.proves_on, at)
    Protection.objects.create(case_file=made.case_file, starts_on=local_date(at), basis="支援措置")
    assert follow(sender, on)[0] == 0
    Protection.objects.all().delete()
    assert follow(sender, on)[0] == 1  # only the job
    assert len(open_titles(PROOF)) == 2


def test_handed_in_by_the_grantee_given_back_and_found_in_order(
    grant: Grant, duty: Obligation, sender: grants.Sender, officer: Member, at: datetime, settings: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    settings.UPLOADS = tmp_path
    first = proofs(duty)[0]
    on = moment(first.proves_on + timedelta(days=3), at)
    given: dict[str, Any] = {"proof": first, "channel": Channel.PORTAL, "means": Means.CERTIFICATE, "by": VISITOR}
    obligations.receive_proof(uploads=[(BytesIO(picture()), "a.jpg", len(picture()))], at=on, **given)
    first.refresh_from_db()
    assert (first.status, first.paper is not None) == ("received", True)
    obligations.give_back_proof(proof=first, why="世帯全員のものをお願いします", by=officer.actor, at=on)
    first.refresh_from_db()
    assert (first.status, first.paper and first.paper.status) == ("expected", "returned")
    obligations.receive_proof(uploads=[(BytesIO(picture()), "b.jpg", len(picture()))], at=on, **given)
    accept(first, sender, officer, seen_on=first.proves_on, at=on)
    first.refresh_from_db()
    assert (first.status, first.seen_by, first.paper and first.paper.status) == (
        "accepted", officer.membership, "accepted",
    )  # fmt: skip
    assert not open_titles(PROOF)
    with pytest.raises(UnableToMove):
        obligations.receive_proof(at=on, **given)


def test_an_earlier_paper_does_not_prove_a_year(
    duty: Obligation, sender: grants.Sender, officer: Member, at: datetime
) -> None:
    first = proofs(duty)[0]
    on = moment(first.proves_on, at)
    with pytest.raises(obligations.UnableToProve):
        accept(first, sender, officer, seen_on=first.proves_on - timedelta(days=1), at=on)
    first.refresh_from_db()
    assert first.status == "expected"


def test_many_at_once_by_the_register_leave_out_those_whose_day_is_to_come(
    duty: Obligation, sender: grants.Sender, officer: Member, at: datetime
) -> None:
    first, second, *_ = proofs(duty)
    on = moment(first.proves_on + timedelta(days=10), at)
    shown = obligations.Shown(Means.REGISTER, local_date(on))
    count, left = obligations.accept_proofs(proofs=[first, second], shown=shown, sender=sender, by=officer.actor, at=on)
    assert (count, left) == (1, [second])
    assert list(Proof.objects.filter(status="accepted").values_list("year", "means")) == [(1, "register")]


def test_taken_back_or_missed_it_is_asked_for_again(
    duty: Obligation, sender: grants.Sender, officer: Member, at: datetime
) -> None:
    first = proofs(duty)[0]
    on = moment(first.proves_on, at)
    accept(first, sender, officer, seen_on=first.proves_on, at=on)
    obligations.look_again(proof=first, why="別の人のものだった", by=officer.actor, at=on)
    obligations.miss_proof(proof=first, why="訪ねたが不在", by=officer.actor, at=on)
    first.refresh_from_db()
    assert (first.status, first.seen_on, first.remark) == ("missing", None, "訪ねたが不在")
    follow(sender, on)
    assert any(title.startswith("居住の証明(1年目)") for title in open_titles(PROOF))


def test_fulfilled_once_all_is_proved_and_the_end_is_past(
    grant: Grant, duty: Obligation, sender: grants.Sender, officer: Member, at: datetime
) -> None:
    job = Obligation.objects.get(grant=grant, kind="job")
    for proof in [*proofs(duty), *proofs(job)]:
        accept(proof, sender, officer, seen_on=proof.proves_on, at=moment(proof.proves_on, at))
    job.refresh_from_db()
    assert job.status == "running"  # its last day is not past
    assert follow(sender, moment(duty.until, at)) == (0, 1)  # the job
    grant.refresh_from_db()
    assert grant.status == "obliged"
    assert follow(sender, moment(duty.until + timedelta(days=1), at)) == (0, 1)
    grant.refresh_from_db()
    duty.refresh_from_db()
    assert (duty.status, duty.closed_on, grant.status) == ("fulfilled", duty.until, "ended")
    assert "義務の期間が満了" in Message.objects.latest("pk").body
    assert follow(sender, moment(duty.until + timedelta(days=2), at)) == (0, 0)
    by_year = counts_by_year(on=duty.until)
    assert (by_year[0].fulfilled, by_year[0].running, by_year[-1].begun) == (1, 0, 2)


def report(duty: Obligation, by: Member, at: datetime, **other: Any) -> Breach:
    values: dict[str, Any] = {
        "kind": BreachKind.MOVED_OUT, "happened_on": duty.starts_on + timedelta(days=5), "is_contested": False,
        "found_by": FoundBy.GRANTEE, "evidence": "電話で聞いた",
    } | other  # fmt: skip
    return obligations.report_breach(obligation=duty, by=by.actor, at=at + timedelta(days=10), **values)


def test_a_breach_ends_the_asking_and_waits_for_a_decision(
    duty: Obligation, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    first = proofs(duty)[0]
    later = moment(first.proves_on, at)
    follow(sender, later)
    breach = report(duty, officer, later)
    duty.refresh_from_db()
    assert (duty.status, breach.status) == ("broken", "open")
    assert open_titles(BREACH) == ["義務違反(転出)を確かめる: 定住補助金"]
    assert all("就業" in title for title in open_titles(PROOF))
    with pytest.raises(obligations.UnableToBreak):
        report(duty, officer, later)
    with pytest.raises(obligations.UnableToProve):
        accept(first, sender, officer, seen_on=first.proves_on, at=later)
    with pytest.raises(UnableToMove):
        obligations.dismiss_breach(breach=breach, why="一時の転出", by=VISITOR, at=later)
    obligations.dismiss_breach(breach=breach, why="一時の転出", by=head.actor, at=later)
    duty.refresh_from_db()
    assert duty.status == "running"
    assert not open_titles(BREACH)
    assert report(duty, officer, later).pk != breach.pk


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"happened_on": date(2000, 1, 1)}, "schemes.breach_outside"),
        ({"happened_on": None}, "schemes.breach_without_day"),
        ({"kind": BreachKind.LEFT_JOB}, "schemes.breach_of_another"),
    ],
)
def test_what_breaks_no_duty(duty: Obligation, officer: Member, at: datetime, other: dict[str, Any], code: str) -> None:
    with pytest.raises(obligations.UnableToBreak) as refused:
        report(duty, officer, at, **other)
    assert [one.code for one in refused.value.verdict.reasons] == [code]
    assert not Breach.objects.exists()


def test_a_contested_day_is_decided_by_a_person_with_the_reason(
    duty: Obligation, officer: Member, head: Member, at: datetime
) -> None:
    later = at + timedelta(days=20)
    breach = report(duty, officer, at, happened_on=None, is_contested=True)
    day = duty.starts_on + timedelta(days=7)
    with pytest.raises(obligations.UnableToBreak):
        obligations.decide_day(
            breach=breach, happened_on=duty.starts_on - timedelta(days=1), why="", version=1, by=head.actor, at=later
        )
    obligations.decide_day(breach=breach, happened_on=day, why="除票の異動日による", version=1, by=head.actor, at=later)
    assert (breach.happened_on, breach.day_is_contested, breach.day_decided_by) == (day, False, head.membership)
    assert Entry.objects.filter(action__endswith="breach.change", why="除票の異動日による").exists()
    with pytest.raises(ChangedMeanwhile):
        obligations.decide_day(breach=breach, happened_on=day, why="もう一度", version=2, by=head.actor, at=later)


def test_a_breach_leads_to_a_refund_once_its_day_is_decided(
    grant: Grant, duty: Obligation, officer: Member, head: Member, at: datetime
) -> None:
    later, day = at + timedelta(days=20), duty.starts_on + timedelta(days=7)
    breach = report(duty, officer, at, happened_on=None, is_contested=True)
    with pytest.raises(obligations.UnableToBreak):
        obligations.recover_after(breach=breach, by=officer.actor, at=later)
    obligations.decide_day(breach=breach, happened_on=day, why="除票による", version=1, by=head.actor, at=later)
    found = obligations.recover_after(breach=breach, by=officer.actor, at=later)
    breach.refresh_from_db()
    assert (breach.status, breach.recovery, found.grant, found.ground, found.happened_on) == (
        "recovering", found, grant, "moved_out", day,
    )  # fmt: skip
    assert (found.why, found.day_why) == ("電話で聞いた", "除票による")
    assert "除票による" in reasons_of(found)
    assert not open_titles(BREACH)
    with pytest.raises(Refused):
        obligations.recover_after(breach=breach, by=officer.actor, at=later)
    with pytest.raises(UnableToMove):
        obligations.dismiss_breach(breach=breach, why="違った", by=head.actor, at=later)
    other: dict[str, Any] = {
        "ground": Ground.MOVED_OUT,
        "said_on": None,
        "why": "電話で聞いた",
        "version": found.version,
    }
    recovery.correct_recovery(recovery=found, happened_on=day + timedelta(days=1), by=officer.actor, at=later, **other)
    found.refresh_from_db()
    assert found.day_why == "", "that was the reason of another day"


def test_a_list_is_matched_shown_to_a_person_and_breaks_a_duty(
    grant: Grant, duty: Obligation, officer: Member, at: datetime
) -> None:
    later = at + timedelta(days=60)
    other = Listed(3, "別の 人", "", date(1970, 1, 1), Event.MOVED_OUT, local_date(later))
    taken = take([listed(duty), other], officer, later)
    assert (taken.new, taken.known, taken.within) == (1, 0, 0)
    found = Departure.objects.get()
    assert (found.grant, found.likeness, found.status) == (grant, "same", "waiting")
    duty.refresh_from_db()
    assert duty.status == "running"
    again = take([listed(duty), other], officer, later)
    assert (again.new, again.known) == (0, 1)
    assert obligations.confirm_departures(departures=[found], by=officer.actor, at=later) == (1, 0)
    found.refresh_from_db()
    breach = Breach.objects.get()
    assert (breach.kind, breach.happened_on, found.name, found.birth_on) == ("moved_out", found.happened_on, "", None)
    assert "市民課" in breach.evidence
    assert (take([listed(duty)], officer, later).new, DepartureList.objects.count()) == (0, 3)
    with pytest.raises(UnableToMove):
        obligations.confirm_departures(departures=[found], by=officer.actor, at=later)
    assert Breach.objects.count() == 1


def test_a_move_within_the_town_breaks_nothing(duty: Obligation, officer: Member, at: datetime) -> None:
    taken = take([listed(duty, event=Event.WITHIN)], officer, at + timedelta(days=60))
    assert (taken.new, taken.within, Departure.objects.count()) == (0, 1, 0)


def test_an_uncertain_match_that_is_somebody_else_is_not_shown_again(
    duty: Obligation, officer: Member, at: datetime
) -> None:
    later = at + timedelta(days=60)
    row = listed(duty, birth_on=None)
    assert take([row], officer, later).new == 1
    found = Departure.objects.get()
    assert found.likeness == "likely"
    assert obligations.refuse_departures(departures=[found], by=officer.actor, at=later) == 1
    assert take([row], officer, later).new == 0
    duty.refresh_from_db()
    assert duty.status == "running"


def test_death_ends_the_duties_and_the_grant_without_a_breach(
    grant: Grant, duty: Obligation, officer: Member, head: Member, at: datetime
) -> None:
    later = at + timedelta(days=60)
    take([listed(duty, event=Event.DIED)], officer, later)
    before = Message.objects.count()
    with pytest.raises(obligations.UnableToConfirm):
        obligations.confirm_departures(departures=[Departure.objects.get()], by=officer.actor, at=later)
    assert Departure.objects.get().status == "waiting"
    done = obligations.confirm_departures(departures=[Departure.objects.get()], by=head.actor, at=later)
    grant.refresh_from_db()
    assert (done, grant.status, Breach.objects.count()) == ((0, 1), "ended", 0)
    assert set(Obligation.objects.values_list("status", flat=True)) == {"ended"}
    assert Message.objects.count() == before


def test_the_grant_of_somebody_who_applied_by_another_file_is_found_by_the_file_that_is_kept(
    grant: Grant, duty: Obligation, officer: Member, at: datetime
) -> None:
    fields: Any = {"name": "別名 花", "birth_on": date(1980, 2, 3), "email": "hana2@example.jp"}
    kept = casefiles.open_case_file(fields=fields, by=officer.actor, at=at)
    casefiles.merge_case_files(source=grant.case_file, target=kept, by=officer.actor, at=at)
    row = Listed(2, "別名 花", "", date(1980, 2, 3), Event.MOVED_OUT, local_date(at))
    assert take([row], officer, at).new == 1


def test_years_that_are_not_obliged_begin_no_duty(
    ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, needs_report=False)
    made = make_grant(ina, procedure, by=officer.actor, head=head.actor, at=at)
    pay(ina, made, by=officer.actor, head=head.actor, at=at)
    assert (made.status, Obligation.objects.count()) == ("ended", 0)
