"""Handed in by the person, by a proxy, by staff; what waits for whom; given back, withdrawn, decided."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Letter, Proxy
from kayoi.engines.procedures.selectors import checks
from kayoi.engines.procedures.selectors.applications import lacking, papers_of, proxy_holds
from kayoi.engines.procedures.services import accept_with_mandate
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import GREEN, LIMITS, STEPS, YOU, make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.states import REQUEST
from kayoi.programmes.schemes.tests.factories import (
    LINK,
    OTHER,
    accept_papers,
    make_draft,
    make_proposed,
    make_sent,
)
from tests.cast import Member, make_member


def open_tasks() -> list[str]:
    return list(FollowUp.objects.open().filter(cause=REQUEST).values_list("title", flat=True))


def test_what_is_handed_in_waits_for_staff_and_is_counted_once(in_ina: Organization, at: datetime) -> None:
    application = make_sent(in_ina, make_procedure(at=at), at=at).application
    assert application.case_file is not None
    assert application.case_file.birth_on == date(1990, 5, 1)
    assert open_tasks() == ["申請を審査する: 定住補助金"]
    assert Engagement.objects.filter(kind="application").count() == 1
    assert checks.unlike_engagements() == 0
    body = Message.objects.get().body
    assert application.receipt in body
    assert "・住民票の写し" in body
    assert "見積書" not in body


def test_a_similar_one_is_told_to_staff_in_the_task(in_ina: Organization, at: datetime) -> None:
    procedure = make_procedure(at=at)
    make_sent(in_ina, procedure, at=at)
    make_sent(in_ina, procedure, at=at, name="蔵持 実(二度目)")
    assert open_tasks() == ["申請を審査する: 定住補助金", "申請を審査する: 定住補助金 (類似の申請あり)"]


def test_a_proxy_applies_for_somebody_and_brings_the_mandate(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    draft = make_draft(procedure, at=at).application
    assert [paper.code for paper in papers_of(draft)] == ["residence", "estimate"]
    procedures.say_who(application=draft, you=YOU | OTHER, version=draft.version, by=VISITOR, at=at)
    assert draft.answers["facts"] == {"applicant.born_on": "1950-01-02"}  # of whom it is about, not of who writes
    services.send(organization=in_ina, application=draft, sender=procedures.Sender(), link=LINK, by=VISITOR, at=at)
    proxy = Proxy.objects.get()
    assert (proxy.principal.name, proxy.scope, proxy.relation) == ("蔵持 澄", procedure.key, "子")
    assert "mandate" in [paper.code for paper in lacking(papers_of(draft))]
    assert Engagement.objects.get(kind="application").case_file == proxy.principal
    mandate = draft.papers.select_related("application__proxy").get(code="mandate")
    today = local_date(at)
    procedures.send_paper(paper=mandate, uploads=[], issued_on=None, received_on=today, by=officer.actor, at=at)
    accept_with_mandate(paper=mandate, valid_until=date(2027, 3, 31), by=officer.actor, at=at)
    proxy.refresh_from_db()
    assert proxy.ends_before == date(2027, 4, 1)
    assert proxy_holds(proxy, on=today).met


def test_outside_the_period_nobody_begins_or_sends_but_staff_write_down_paper(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at, closes_before=local_date(at) + timedelta(days=1))
    late = at + timedelta(days=1)
    draft = make_draft(procedure, at=at, facts=GREEN).application
    with pytest.raises(procedures.UnableToApply, match="not_open"):
        make_draft(procedure, at=late)
    with pytest.raises(procedures.UnableToApply, match="not_open"):
        services.send(organization=in_ina, application=draft, sender=procedures.Sender(), link="", by=VISITOR, at=late)
    answers = {"you": YOU, "facts": GREEN, "unknown": []}
    key, file = uuid4(), make_file()
    taken = [
        services.take(
            organization=in_ina, procedure=procedure, channel=Channel.LETTER, answers=answers, client_key=key,
            sender=procedures.Sender(file=file), link="", by=officer.actor, at=late,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert taken[0] == taken[1]
    assert (taken[0].status, taken[0].case_file) == ("submitted", file)
    assert CaseFile.objects.count() == 1


def test_given_back_with_a_letter_and_handed_in_again(in_ina: Organization, officer: Member, at: datetime) -> None:
    application = make_sent(in_ina, make_procedure(at=at), at=at).application
    what = services.Return(["住民票の写しを送ってください。"], date(2026, 12, 4), by_letter=True)
    services.return_application(
        organization=in_ina, application=application, what=what, link=LINK, by=officer.actor, at=at
    )
    assert open_tasks() == ["補正の返事を確かめる"]
    assert Letter.objects.get().values["reasons"] == what.reasons
    services.send(
        organization=in_ina, application=application, sender=procedures.Sender(), link=LINK, by=VISITOR, at=at
    )
    assert (application.status, open_tasks()) == ("submitted", ["申請を審査する: 定住補助金"])
    assert Engagement.objects.filter(kind="application").count() == 1


def test_withdrawn_nothing_waits(in_ina: Organization, at: datetime) -> None:
    application = make_sent(in_ina, make_procedure(at=at), at=at).application
    services.withdraw_application(
        organization=in_ina, application=application, why="転居をやめた", link=LINK, by=VISITOR, at=at
    )
    assert (application.status, open_tasks()) == ("withdrawn", [])


def test_decided_the_applicant_is_told_and_nothing_waits(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    one = make_proposed(in_ina, procedure, by=officer.actor, at=at)
    assert open_tasks() == ["申請を決裁する: 定住補助金"]
    services.sign_application(organization=in_ina, application=one, link=LINK, by=head.actor, at=at)
    assert open_tasks() == []
    assert "決定" in Message.objects.latest("pk").subject
    more = [make_proposed(in_ina, procedure, by=officer.actor, at=at) for _ in range(2)]
    decided, _, left = services.sign_applications(
        organization=in_ina, applications=more, seen={}, link=LINK, by=head.actor, at=at
    )
    assert (len(decided), left, open_tasks()) == (2, [], [])
    assert checks.decided_without_decision() == checks.decisions_unlike_their_inputs() == 0


def test_the_next_step_is_told_and_the_examiner_of_what_is_sent_back(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    division = make_member(in_ina, "division_head", "伊藤 課長")
    application = make_proposed(in_ina, make_procedure(at=at, steps=STEPS, limits=LIMITS), by=officer.actor, at=at)
    assert open_tasks() == ["申請を承認する(係長): 定住補助金"]
    sign: dict[str, Any] = {"organization": in_ina, "application": application, "link": LINK, "at": at}
    services.sign_application(by=head.actor, **sign)
    assert open_tasks() == ["申請を決裁する(課長): 定住補助金"]
    services.send_back_application(application=application, why="金額を確かめる", by=division.actor, at=at)
    (task,) = FollowUp.objects.open()
    assert (task.title, task.owner) == ("戻された申請を審査する: 定住補助金", officer.membership)
    told = Message.objects.count()
    services.propose_application(
        application=application, outcome=ApplicationStatus.APPROVED, amount_yen=None, reasons=[], remark="",
        by=officer.actor, at=at,
    )  # fmt: skip
    services.sign_application(by=head.actor, **sign)
    assert Message.objects.count() == told  # nobody outside hears of a step
    services.sign_application(by=division.actor, **sign)
    assert (open_tasks(), Message.objects.count()) == ([], told + 1)


def test_what_is_not_known_is_not_asked_again_until_it_is_answered(in_ina: Organization, at: datetime) -> None:
    draft = make_draft(make_procedure(at=at), at=at, facts={"move.moved_in_on": "2026-10-01"}).application
    key = "applicant.tax_unpaid"
    procedures.answer(application=draft, given={key: None}, unknown={key}, version=2, by=VISITOR, at=at)
    assert (draft.answers["unknown"], key in draft.answers["facts"]) == ([key], False)
    procedures.answer(application=draft, given={key: False}, unknown=set(), version=3, by=VISITOR, at=at)
    assert (draft.answers["unknown"], draft.answers["facts"][key]) == ([], False)


def test_papers_that_are_in_order_allow_a_proposal(in_ina: Organization, officer: Member, at: datetime) -> None:
    application = make_sent(in_ina, make_procedure(at=at), at=at).application
    with pytest.raises(procedures.UnableToPropose, match="paper_open"):
        services.propose_application(
            application=application, outcome=ApplicationStatus.APPROVED, amount_yen=None, reasons=[], remark="",
            by=officer.actor, at=at,
        )  # fmt: skip
    accept_papers(application, by=officer.actor, at=at)
    assert Application.objects.get().papers.filter(status="accepted").count() == 2
