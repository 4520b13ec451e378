"""Applications: begun by a link, kept while written, handed in, given back, decided; their papers and proxies."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Application, ApplicationLink, Paper
from kayoi.engines.procedures.selectors import checks
from kayoi.engines.procedures.selectors.applications import (
    application_of_key,
    application_sent_with,
    applications_of,
    lacking,
    papers_of,
    proxy_holds,
)
from kayoi.engines.procedures.selectors.steps import steps_of
from kayoi.engines.procedures.states import ApplicationStatus, PaperKind
from kayoi.engines.procedures.tests.factories import PAPERS, PROCEDURE, make_draft, make_sent
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.tokens import token_hash
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")


def test_a_draft_is_nobodys_and_found_by_its_secret_alone(at: datetime) -> None:
    started = make_draft(at=at)
    assert started.application.case_file is None
    assert application_of_key(started.token) == started.application
    assert application_of_key(started.application.receipt) is None
    assert not ApplicationLink.objects.filter(token_hash=started.token).exists()
    assert ApplicationLink.objects.filter(token_hash=token_hash(started.token)).exists()


def test_what_was_typed_is_kept_but_not_over_another_window(at: datetime) -> None:
    application = make_draft(at=at).application
    assert services.keep_draft(application=application, answers={"name": "と"}, version=1, by=VISITOR, at=at)
    services.change_answers(application=application, answers={"kind": "dwelling"}, version=1, by=VISITOR, at=at)
    assert application.answers == {"name": "と", "kind": "dwelling"}
    assert not services.keep_draft(application=application, answers={"name": "古い"}, version=1, by=VISITOR, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.change_answers(application=application, answers={"name": "別"}, version=1, by=VISITOR, at=at)
    assert Application.objects.get().answers["name"] == "と"
    assert Entry.objects.filter(action="procedures.change_answers").get().after == {"answers": ["kind"]}


def test_the_same_key_is_one_application(at: datetime) -> None:
    key = uuid4()
    first, second = make_draft(at=at, client_key=key), make_draft(at=at, client_key=key)
    assert first.application == second.application == application_sent_with(key)
    assert application_of_key(second.token) == first.application
    assert application_sent_with(None) is None


def test_handed_in_given_back_handed_in_again(officer: Member, at: datetime) -> None:
    file, later = make_file(), at + timedelta(days=3)
    application = make_sent(file, at=at).application
    services.return_application(application=application, why="委任状がありません。", by=officer.actor, at=at)
    assert (application.status, application.why) == ("returned", "委任状がありません。")
    services.submit_application(application=application, case_file=file, papers=PAPERS, by=VISITOR, at=later)
    assert (application.status, application.why, application.submitted_at) == ("submitted", "", at)
    with pytest.raises(UnableToMove):
        services.submit_application(application=application, case_file=file, by=VISITOR, at=later)


def test_a_visitor_decides_nothing(at: datetime) -> None:
    application = make_sent(make_file(), at=at, papers=()).application
    with pytest.raises(UnableToMove, match="no_permission"):
        services.approve_application(application=application, by=VISITOR, at=at)
    with pytest.raises(UnableToMove, match="no_permission"):
        services.return_application(application=application, why="x", by=VISITOR, at=at)
    services.withdraw_application(application=application, why="売れました", by=VISITOR, at=at)
    assert application.status == ApplicationStatus.WITHDRAWN


def test_approval_waits_for_the_papers(officer: Member, at: datetime) -> None:
    application = make_sent(make_file(), at=at).application
    with pytest.raises(services.UnableToApprove, match="paper_open"):
        services.approve_application(application=application, by=officer.actor, at=at)
    paper = application.papers.get(code="mandate")
    services.receive_paper(paper=paper, received_on=local_date(at), by=officer.actor, at=at)
    services.accept_paper(paper=paper, by=officer.actor, at=at)
    services.approve_application(application=application, by=officer.actor, at=at)
    assert (application.status, application.decided_at) == ("approved", at)
    steps = [step.title for step in steps_of(application, papers_of(application), [])]
    assert set(steps) == {"書き始め", "提出", "委任状: 受け取り", "委任状: 確認", "決定"}


def test_refusal_keeps_its_reason(officer: Member, at: datetime) -> None:
    application = make_sent(make_file(), at=at).application
    services.refuse_application(application=application, why="媒介契約中です。", by=officer.actor, at=at)
    assert (application.status, application.why) == ("refused", "媒介契約中です。")


def test_papers_come_back_and_are_asked_for_anew(officer: Member, at: datetime) -> None:
    application = make_sent(make_file(), at=at).application
    paper = application.papers.get(code="mandate")
    assert [one.code for one in lacking(papers_of(application))] == ["mandate"]
    services.receive_paper(paper=paper, received_on=local_date(at), by=VISITOR, at=at)
    assert lacking(papers_of(application)) == []
    services.return_paper(paper=paper, why="押印のある面が切れています。", by=officer.actor, at=at)
    assert [one.why for one in lacking(papers_of(application))] == ["押印のある面が切れています。"]
    services.receive_paper(paper=paper, received_on=local_date(at), by=VISITOR, at=at)
    assert (paper.status, paper.why) == ("received", "")
    services.need_papers(application=application, kinds=[PaperKind("tax", "課税明細")], by=VISITOR, at=at)
    rows = Paper.objects.order_by("pk").values_list("code", "is_needed")
    assert list(rows) == [("mandate", False), ("tax", True)]  # what was handed in stays, the empty plan goes


def test_a_proxy_holds_from_the_paper_to_its_end(officer: Member, at: datetime) -> None:
    mother, son, today = make_file(name="母"), make_file(name="息子"), local_date(at)
    proxy = services.name_proxy(
        principal=mother, agent=son, scope=PROCEDURE.key, relation="子", starts_on=today, by=VISITOR, at=at
    )
    assert proxy_holds(proxy, on=today).refused
    services.confirm_proxy(proxy=proxy, paper=None, seen_on=today, by=officer.actor, at=at)
    assert proxy_holds(proxy, on=today).met
    application = make_draft(at=at).application
    services.submit_application(application=application, case_file=son, proxy=proxy, by=VISITOR, at=at)
    assert list(applications_of([mother.pk])) == list(applications_of([son.pk])) == [application]
    assert checks.open_by_ended_proxy(on=today) == 0
    services.end_proxy(proxy=proxy, ends_before=today + timedelta(days=1), why="本人の申出", by=officer.actor, at=at)
    assert proxy_holds(proxy, on=today + timedelta(days=1)).refused
    assert checks.open_by_ended_proxy(on=today + timedelta(days=1)) == 1


def test_the_applicant_is_told_with_a_link_of_each_mail(in_ina: Organization, at: datetime) -> None:
    started = make_sent(make_file(email="hana@example.jp"), at=at)
    services.tell_applicant(
        organization=in_ina, application=started.application, procedure=PROCEDURE, news="received",
        link="https://kayoi.example/{token}/", by=VISITOR, at=at,
    )  # fmt: skip
    body = Message.objects.get().body
    token = body.partition("https://kayoi.example/")[2].partition("/")[0]
    assert application_of_key(token) == started.application
    assert token != started.token
    assert application_of_key(started.token) == started.application
    assert "・委任状" in body
    assert "図面" not in body
    assert mail.outbox == []  # it goes with the transaction


@pytest.mark.parametrize("whose", ["agent", "principal"])
def test_news_of_somebody_protected_is_held(in_ina: Organization, officer: Member, at: datetime, whose: str) -> None:
    files = {"principal": make_file(name="母"), "agent": make_file(name="息子", email="son@example.jp")}
    proxy = services.name_proxy(
        **files, scope=PROCEDURE.key, relation="子", starts_on=local_date(at), by=VISITOR, at=at
    )
    services.confirm_proxy(proxy=proxy, paper=None, seen_on=local_date(at), by=officer.actor, at=at)
    application = make_draft(at=at).application
    services.submit_application(application=application, case_file=files["agent"], proxy=proxy, by=VISITOR, at=at)
    casefiles.protect(file=files[whose], starts_on=local_date(at), basis="申出", by=officer.actor, at=at)
    services.tell_applicant(
        organization=in_ina, application=application, procedure=PROCEDURE, news="received",
        link="https://kayoi.example/{token}/", by=VISITOR, at=at,
    )  # fmt: skip
    assert Message.objects.get().status == "held"


def test_old_drafts_are_forgotten_and_nothing_else(at: datetime) -> None:
    make_draft(at=at - timedelta(days=61))
    sent, young = make_sent(make_file(), at=at - timedelta(days=61)), make_draft(at=at)
    assert services.forget_old_drafts(older_than=timedelta(days=60), by=VISITOR, at=at) == 1
    assert set(Application.objects.all()) == {sent.application, young.application}


def test_letters_and_counter_agree(officer: Member, at: datetime) -> None:
    assert checks.letters_unlike_counter() == 0
    assert checks.unlike_engagements() == 0
    make_sent(make_file(), at=at)
    assert checks.unlike_engagements() == 1  # the programme writes it
