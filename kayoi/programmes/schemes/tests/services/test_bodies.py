"""Bodies apply, are granted to, written to and paid; who writes for them stands aside."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Body, CaseFile, Engagement, Protection
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.engines.procedures.selectors.applications import addressee_of
from kayoi.engines.procedures.selectors.page import application_page
from kayoi.engines.procedures.selectors.similar import similar_to
from kayoi.engines.procedures.tests.factories import GREEN, make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import read_sheets
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.selectors.binders.reading import read_cases
from kayoi.programmes.schemes.selectors.binders.story import name_of, story
from kayoi.programmes.schemes.selectors.enquiries import askable, rows_of, sheet_of
from kayoi.programmes.schemes.selectors.grants.before import grantable
from kayoi.programmes.schemes.selectors.inbox import Filter, filtered, lines
from kayoi.programmes.schemes.services import enquiries
from kayoi.programmes.schemes.services.grants.telling import issue
from kayoi.programmes.schemes.services.payments import UnableToUseAccount
from kayoi.programmes.schemes.states.enquiries import EnquiryKind, Whom
from kayoi.programmes.schemes.tests.budgets import make_account, make_line
from kayoi.programmes.schemes.tests.desk import Desk
from kayoi.programmes.schemes.tests.factories import BODY, LINK, make_body, make_sent
from kayoi.programmes.schemes.tests.grants import make_grant, make_terms
from tests.cast import Member, make_member

pytestmark = pytest.mark.usefixtures("in_ina")
NUMBER = {"corporate_number": "7000012050002"}


@pytest.fixture
def procedure(in_ina: Organization, at: datetime) -> Procedure:
    return make_procedure(at=at, applicants="either")


@pytest.fixture
def grant(procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime) -> Grant:
    return make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at, **BODY)


def test_the_grant_is_the_bodys_and_the_contact_stands_aside(grant: Grant, procedure: Procedure) -> None:
    application = grant.application
    assert application.case_file is not None
    assert grant.case_file.name == "長谷を元気にする会"
    assert application.case_file.name == "唐木 健"
    assert application.proxy is not None
    assert application.proxy.relation == "連絡担当者"
    assert not application.papers.filter(code="mandate").exists()
    assert Engagement.objects.get(kind="application").case_file == grant.case_file
    assert application.answers["facts"]["applicant.born_on"] == GREEN["applicant.born_on"]  # as it was answered


def test_letters_go_to_the_body_and_who_represents_it(grant: Grant, officer: Member, at: datetime) -> None:
    letter = Letter.objects.get()
    assert letter.case_file == grant.case_file
    address = ["〒396-0401", "長野県伊那市長谷黒河内1", "長谷を元気にする会", "会長 中山 正 様"]
    assert letter.values["addressee"] == address
    fields = casefiles.BodyFields("長谷を元気にする会", "会長", "春日 恵", address="伊那市長谷2")
    body = Body.objects.get()
    casefiles.change_body(body=body, fields=fields, version=1, by=officer.actor, at=at)
    again = issue(grant=grant, letter="stopped", values={}, by=officer.actor, at=at)
    assert again.values["addressee"][-1] == "会長 春日 恵 様"
    letter.refresh_from_db()
    assert letter.values["addressee"] == address


def test_the_account_is_in_the_bodys_name(grant: Grant, officer: Member, at: datetime) -> None:
    holder = "ハセヲゲンキニスルカイ カイチヨウ ナカヤマタダシ"
    assert make_account(grant.case_file, by=officer.actor, at=at, holder=holder).case_file == grant.case_file
    with pytest.raises(UnableToUseAccount, match="other_holder"):
        make_account(grant.case_file, by=officer.actor, at=at, holder="ナカヤマ タダシ", number="7654321")


@pytest.mark.parametrize("number", [{}, NUMBER])
def test_once_is_once_for_a_body_whoever_writes(
    number: dict[str, str], procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    make_terms(procedure, by=head.actor, at=at, once=["person"])
    make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at, **BODY | number)
    moved = BODY | number | {"name": "別の 担当", "body_address": "伊那市荒井2"}
    again = make_sent(in_ina, procedure, at=at, **moved).application
    answer = grantable(again, amount_yen=1000, on=local_date(at))
    assert [one.code for one in answer.reasons] == ["schemes.granted_already"]
    own = make_sent(in_ina, procedure, at=at, **{**BODY, "who": "self", "birth_on": "1980-01-01"}).application
    assert grantable(own, amount_yen=1000, on=local_date(at)).met
    other = make_sent(in_ina, procedure, at=at, **BODY | {"body_name": "別の会"}).application
    assert grantable(other, amount_yen=1000, on=local_date(at)).met


def test_a_body_of_the_same_name_is_shown_and_held_before_it_is_paid(
    procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    make_line(10_000_000, at=at, procedure=procedure)
    chief = make_member(in_ina, "division_head", "課長")
    desk = Desk(in_ina, procedure, officer, head, chief, at)
    first = desk.claimed(**BODY | NUMBER)
    assert desk.check(first) == []
    second = desk.claimed(**BODY | {"body_address": "伊那市荒井2"})
    assert second.case_file != first.case_file
    assert "granted_twice" in desk.check(second)
    latest = Grant.objects.latest("pk").application
    assert "同じ名前の人・団体のため" in similar_to(latest)[0].why


def test_what_is_said_otherwise_is_seen_and_nothing_is_written_over(
    grant: Grant, procedure: Procedure, in_ina: Organization, at: datetime
) -> None:
    same = make_sent(in_ina, procedure, at=at, **BODY | NUMBER | {"representative_name": "春日 恵"}).application
    page = application_page(same, on=local_date(at), role="officer")
    assert page.payee_file == grant.case_file_id
    assert [(one.label, one.known, one.said) for one in page.unlike_body] == [
        ("法人番号", "", NUMBER["corporate_number"]), ("代表者の氏名", "中山 正", "春日 恵"),
    ]  # fmt: skip
    assert page.proxy is None
    assert Body.objects.get(case_file=grant.case_file).representative_name == "中山 正"


def test_a_protected_contact_is_not_named_and_the_body_is_paid(grant: Grant, at: datetime) -> None:
    contact = grant.application.case_file
    assert contact is not None
    Protection.objects.create(case_file=contact, starts_on=local_date(at), basis="支援措置")
    assert lines([grant.application], on=local_date(at))[0].protected
    case = read_cases([grant.application_id], on=local_date(at))[0]
    assert "長谷" not in name_of(case)
    told = " ".join(words for part in story(case) for _, words in part.lines)
    assert "中山" not in told
    assert "唐木" not in told
    letter = issue(grant=grant, letter="fixed", values={}, by=system("tests"), at=at)
    assert "唐木" not in str(letter.values)


def test_the_binder_names_the_body(grant: Grant, at: datetime) -> None:
    case = read_cases([grant.application_id], on=local_date(at))[0]
    assert name_of(case) == "長谷を元気にする会"
    assert ("団体", "代表者 会長 中山 正") in story(case)[0].lines


def test_the_list_finds_the_bodys_name(grant: Grant, officer: Member) -> None:
    for words, count in (("長谷を元気", 1), ("唐木", 1), ("別の会", 0)):
        assert filtered(Filter(words=words), by=officer.actor, role="officer").count() == count


def test_a_body_is_not_asked_of_in_the_residents_register(
    procedure: Procedure, in_ina: Organization, at: datetime
) -> None:
    make_sent(in_ina, procedure, at=at, **BODY)
    of_person = make_sent(in_ina, procedure, at=at).application
    on = local_date(at)
    assert askable(EnquiryKind.RESIDENCE, Whom.APPLICANTS, procedure.key, on=on).rows == [of_person]
    assert len(askable(EnquiryKind.TAX, Whom.APPLICANTS, procedure.key, on=on).rows) == 2


def test_the_police_read_who_represents_a_body_and_the_tax_office_does_not(
    procedure: Procedure, in_ina: Organization, officer: Member, at: datetime
) -> None:
    make_sent(in_ina, procedure, at=at, **BODY)
    for kind, named in ((EnquiryKind.POLICE, True), (EnquiryKind.TAX, False)):
        question = enquiries.Question(kind, "照会先", "根拠", "目的", local_date(at))
        enquiry = enquiries.make_enquiry(procedure=procedure, question=question, by=officer.actor, at=at)
        (sheet, _) = read_sheets(sheet_of(enquiry, rows_of(enquiry), on=local_date(at)), name="e.xlsx").sheets
        assert ("会長 中山 正" in str(list(sheet.rows))) is named


def test_by_telephone_for_a_body_that_is_known(
    procedure: Procedure, in_ina: Organization, officer: Member, at: datetime
) -> None:
    file = make_body("長谷を元気にする会", by=officer.actor, at=at)
    answers = {"you": BODY | {"body_address": "伊那市荒井2"}, "facts": {}, "unknown": []}
    taken = services.take(
        organization=in_ina, procedure=procedure, channel=Channel.TELEPHONE, answers=answers, client_key=uuid4(),
        sender=procedures.Sender(body=file), link=LINK, by=officer.actor, at=at,
    )  # fmt: skip
    assert addressee_of(taken) == file
    assert Body.objects.count() == 1


def test_given_back_and_sent_again_it_is_the_same_body(
    procedure: Procedure, in_ina: Organization, officer: Member, at: datetime
) -> None:
    started = make_sent(in_ina, procedure, at=at, **BODY)
    what = services.Return(["規約を添えてください。"], local_date(at) + timedelta(days=7), by_letter=True)
    row, sender = started.application, procedures.Sender()
    services.return_application(organization=in_ina, application=row, what=what, link="", by=officer.actor, at=at)
    assert Letter.objects.get().values["addressee"][-1] == "会長 中山 正 様"
    procedures.say_who(
        application=row, you=BODY | {"body_name": "別の会"}, version=row.version, by=officer.actor, at=at
    )
    services.send(organization=in_ina, application=row, sender=sender, link=LINK, by=officer.actor, at=at)
    assert row.proxy is not None
    assert row.proxy.principal.name == "長谷を元気にする会"
    assert CaseFile.objects.count() == 2
