"""Decisions: by the rule in force, judged where it does not know, by two people, frozen, each with its letter."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Application, Decision, Letter
from kayoi.engines.procedures.selectors import checks
from kayoi.engines.procedures.selectors.evaluating import evaluated, questions_left
from kayoi.engines.procedures.selectors.letters import letter_pdf, sample_letter
from kayoi.engines.procedures.selectors.similar import similar_to
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import GREEN, adopt, decide, make_begun, make_handed_in, make_procedure
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.verdict import Outcome
from tests.cast import Member, make_member

pytestmark = pytest.mark.usefixtures("in_ina")
APPROVED, REFUSED = ApplicationStatus.APPROVED, ApplicationStatus.REFUSED


def proposed(application: Application, by: Member, *, at: datetime, **what: Any) -> None:
    services.propose(application=application, **({"outcome": APPROVED} | what), by=by.actor, at=at)


def test_a_green_application_is_approved_with_the_amount_of_the_rule(
    officer: Member, head: Member, at: datetime
) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(address="荒井1"), at=at)
    assert evaluated(application, today=local_date(at)).outcome is Outcome.MET
    proposed(application, officer, at=at)
    done = decide(application=application, by=head.actor, at=at)
    assert (application.status, done.decision.amount_yen) == ("approved", 650_000)
    assert done.letter.title == "交付決定通知書"
    assert done.letter.values["amount"] == "金650,000円"
    assert letter_pdf(done.letter).startswith(b"%PDF")
    assert done.decision.answer["verdict"] == "met"
    assert done.decision.answer["version"] == "2026"


def test_the_examiner_never_decides(officer: Member, head: Member, at: datetime) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(), at=at)
    proposed(application, head, at=at)
    with pytest.raises(services.UnableToDecide, match="four_eyes"):
        decide(application=application, by=head.actor, at=at)
    with pytest.raises(services.UnableToDecide, match="above_limit"):  # 650,000 against 500,000
        decide(application=application, by=officer.actor, at=at)
    assert not Decision.objects.exists()


def test_each_role_decides_up_to_its_amount(officer: Member, head: Member, at: datetime) -> None:
    procedure = make_procedure(at=at)
    under = make_handed_in(procedure, make_file(), at=at, facts=GREEN | {"house.cost_yen": 1_000_000})
    over = make_handed_in(procedure, make_file(), at=at, facts=GREEN | {"house.cost_yen": 1_002_000})
    for one in (under, over):
        proposed(one, head, at=at)
    assert decide(application=under, by=officer.actor, at=at).decision.amount_yen == 500_000
    with pytest.raises(services.UnableToDecide, match="above_limit"):
        decide(application=over, by=officer.actor, at=at)


def test_what_the_rule_does_not_know_somebody_finds_with_a_ground(officer: Member, head: Member, at: datetime) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(), at=at, facts=GREEN | {"house.in_bank": False})
    found = evaluated(application, today=local_date(at))
    assert found.outcome is Outcome.UNKNOWN
    (open_one,) = [one for one in found.findings() if one.outcome is Outcome.UNKNOWN]
    with pytest.raises(services.UnableToPropose, match="not_yet_known"):
        proposed(application, officer, at=at)
    with pytest.raises(services.UnableToJudge, match="rule_knows"):
        services.judge(application=application, number=0, holds=True, ground="若いので", by=officer.actor, at=at)
    judged: dict[str, Any] = {"application": application, "number": open_one.number, "by": officer.actor, "at": at}
    services.judge(holds=False, ground="事情の説明がない", **judged)
    assert evaluated(application, today=local_date(at)).outcome is Outcome.NOT_MET
    services.judge(holds=True, ground="区長の意見書(11月10日)による", **judged)
    assert evaluated(application, today=local_date(at)).outcome is Outcome.MET
    proposed(application, officer, at=at)
    done = decide(application=application, by=head.actor, at=at)
    assert done.decision.inputs["judged"] == {str(open_one.number): True}
    assert checks.decisions_unlike_their_inputs() == 0


def test_a_refusal_says_why_and_how_to_appeal(officer: Member, head: Member, at: datetime) -> None:
    application = make_handed_in(
        make_procedure(at=at), make_file(), at=at, facts=GREEN | {"applicant.tax_unpaid": True}
    )
    with pytest.raises(services.UnableToPropose, match="not_met"):
        proposed(application, officer, at=at)
    with pytest.raises(services.UnableToPropose, match="without_reason"):
        proposed(application, officer, at=at, outcome=REFUSED)
    against = [one.text for one in evaluated(application, today=local_date(at)).findings() if one.stands_against]
    assert len(against) == 1
    proposed(application, officer, at=at, outcome=REFUSED, reasons=against)
    done = decide(application=application, by=head.actor, at=at)
    assert (application.status, done.decision.amount_yen) == ("refused", None)
    assert (done.letter.title, done.letter.values["reasons"]) == ("不交付決定通知書", against)
    assert "審査請求" in done.letter.values["instruction"]


def test_open_papers_keep_an_approval_back(officer: Member, at: datetime) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(), at=at, papers=False)
    with pytest.raises(services.UnableToPropose, match="paper_open"):
        proposed(application, officer, at=at)


def test_last_years_decision_stays_when_the_rule_changes(officer: Member, head: Member, at: datetime) -> None:
    procedure = make_procedure(at=at)
    application = make_handed_in(procedure, make_file(), at=at, facts=GREEN | {"house.cost_yen": 9_000_000})
    proposed(application, officer, at=at)
    decision = decide(application=application, by=head.actor, at=at).decision
    version = Version.objects.get()
    Version.objects.update(last_on=date(2027, 3, 31))
    steps = [{**step, "cap": 1_000_000} if "cap" in step else step for step in version.body["amount"]]
    adopt(version.ruleset, "2027", date(2027, 4, 1), version.body | {"amount": steps})
    assert decision.amount_yen == 750_000
    assert checks.decisions_unlike_their_inputs() == 0
    later = at + timedelta(days=200)
    facts = GREEN | {"house.cost_yen": 9_000_000, "move.moved_in_on": "2027-04-01"}
    new = make_handed_in(procedure, make_file(), at=later, facts=facts)
    proposed(new, officer, at=later)
    assert decide(application=new, by=head.actor, at=later).decision.amount_yen == 1_000_000


def test_several_are_decided_at_once_each_with_its_letter(officer: Member, head: Member, at: datetime) -> None:
    procedure = make_procedure(at=at)
    rows = [make_handed_in(procedure, make_file(), at=at) for _ in range(3)]
    for one, by in zip(rows, (officer, officer, head), strict=True):
        proposed(one, by, at=at)
    decided, passed, left = services.sign_each(applications=rows, sign_one=services.sign, by=head.actor, at=at)
    assert passed == []
    assert [one.decision.application for one in decided] == rows[:2]
    assert [one.why.reasons[0].code for one in left] == ["procedures.four_eyes"]
    assert Letter.objects.count() == 2
    again, _, left = services.sign_each(applications=rows[:1], sign_one=services.sign, by=head.actor, at=at)
    assert (again, [one.why.reasons[0].code for one in left]) == ([], ["procedures.changed_meanwhile"])


def test_a_proposal_can_be_sent_back(officer: Member, head: Member, at: datetime) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(), at=at)
    proposed(application, officer, at=at)
    services.send_back(application=application, why="見積書を確かめてください。", by=head.actor, at=at)
    assert (application.status, application.proposal, application.examined_by) == ("submitted", None, None)
    with pytest.raises(ChangedMeanwhile):
        decide(application=application, by=head.actor, at=at)


def test_contractors_examine_but_do_not_decide(in_ina: Organization, head: Member, at: datetime) -> None:
    contract = {"employer": in_ina, "ends_before": date(2030, 4, 1)}
    adviser = make_member(in_ina, "contractor", "宮下 相談員", **contract)
    application = make_handed_in(make_procedure(at=at, limits={}), make_file(), at=at)
    proposed(application, head, at=at)
    with pytest.raises(UnableToMove, match="no_permission"):
        decide(application=application, by=adviser.actor, at=at)


def test_verify_sees_a_decision_that_was_written_over(officer: Member, head: Member, at: datetime) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(), at=at)
    proposed(application, officer, at=at)
    decision = decide(application=application, by=head.actor, at=at).decision
    decision.inputs["facts"]["house.cost_yen"] = 2
    assert checks.is_unlike_its_inputs(decision)
    sound = Decision.objects.get()
    assert not checks.is_unlike_its_inputs(sound)
    sound.answer = sound.answer | {"amount_yen": 1}
    assert checks.is_unlike_its_inputs(sound)


def test_similar_applications_are_seen_not_refused(at: datetime) -> None:
    procedure = make_procedure(at=at)
    first = make_handed_in(procedure, make_file(phone="090-1111-2222", address="荒井1"), at=at)
    alone = make_handed_in(procedure, make_file(phone="090-3333-4444"), at=at)
    second = make_handed_in(procedure, make_file(phone="09011112222", address="荒井1"), at=at)
    (found,) = similar_to(second)
    assert (found.application, found.why) == (first, ["同じ電話番号", "同じ住所"])
    assert similar_to(alone) == []


def test_only_what_can_still_decide_is_asked(at: datetime) -> None:
    procedure = make_procedure(at=at)
    draft = make_begun(procedure, at=at, facts={}).application
    assert questions_left(evaluated(draft, today=local_date(at))) == ["move.moved_in_on", "own.why"]  # the anchor date
    draft = make_begun(procedure, at=at, facts={"move.moved_in_on": "2026-10-01"}).application
    left = questions_left(evaluated(draft, today=local_date(at)))
    assert left[:2] == ["applicant.born_on", "applicant.tax_unpaid"]
    assert left[-1] == "own.why"
    refused = make_begun(procedure, at=at, facts={"applicant.tax_unpaid": True, "move.moved_in_on": "2026-10-01"})
    assert questions_left(evaluated(refused.application, today=local_date(at))) == ["own.why"]
    met = make_begun(procedure, at=at, facts={**GREEN, "house.cost_yen": None})
    assert questions_left(evaluated(met.application, today=local_date(at))) == ["house.cost_yen", "own.why"]


def test_those_who_have_begun_keep_their_questions(head: Member, at: datetime) -> None:
    procedure = make_procedure(at=at)
    before = make_begun(procedure, at=at).application
    services.change_procedure(
        procedure=procedure, changes={"questions": []}, version=procedure.version, by=head.actor, at=at
    )
    form = services.renew_form(procedure=procedure, by=head.actor, at=at)
    assert form.number == 2
    assert before.form is not None
    assert before.form.number == 1
    assert services.renew_form(procedure=procedure, by=head.actor, at=at) == form


def test_letters_say_what_the_procedure_says_and_keep_it(officer: Member, head: Member, at: datetime) -> None:
    words = {"approved": {"title": "定住補助金交付決定通知書", "opening": "{{ receipt }} 要綱により\n通知します。"}}
    procedure = make_procedure(at=at, letters=words)
    application = make_handed_in(procedure, make_file(), at=at)
    proposed(application, officer, at=at)
    letter = decide(application=application, by=head.actor, at=at).letter
    assert letter.title == "定住補助金交付決定通知書"
    assert letter.values["opening"] == f"{application.receipt} 要綱により\n通知します。"
    assert letter.values["closing"] == ""
    before = letter_pdf(letter)
    services.change_procedure(procedure=procedure, changes={"letters": {}}, version=2, by=officer.actor, at=at)
    letter.refresh_from_db()
    assert len(letter_pdf(letter)) == len(before)
    other = make_handed_in(procedure, make_file(), at=at)
    proposed(other, officer, at=at)
    assert decide(application=other, by=head.actor, at=at).letter.title == "交付決定通知書"


def test_the_standard_words_give_way_to_the_procedures_own(ina: Organization, at: datetime) -> None:
    procedure = make_procedure(at=at, letters={"refused": {"opening": "要綱により交付しません。", "closing": "以上"}})
    for kind in ("grant", "facility", "registration"):
        procedure.kind = kind
        for outcome in (APPROVED, REFUSED):
            sample = sample_letter(procedure, outcome, organization=ina, on=local_date(at))
            assert letter_pdf(sample).startswith(b"%PDF"), (kind, outcome)
    assert (sample.values["opening"], sample.values["closing"]) == ("要綱により交付しません。", "以上")
    del sample.values["opening"], sample.values["closing"]  # as letters of old were frozen
    assert letter_pdf(sample).startswith(b"%PDF")
