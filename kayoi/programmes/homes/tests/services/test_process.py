"""From the application to the end: checks, survey, decision, publishing, ending, beginning anew."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Letter
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Check, Contract, Home, HomeConsent, Listing, Party, Survey
from kayoi.programmes.homes.states import (
    CheckKind,
    CheckResult,
    HomeConsentPurpose,
    HomeStatus,
    PartyRole,
    Step,
    SurveyedBy,
    Task,
)
from kayoi.programmes.homes.tests.factories import make_published, make_registered, make_surveyed
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from kayoi.programmes.homes.tests.offers import make_offer
from tests.cast import Member


@pytest.fixture
def owner(in_ina: Organization) -> CaseFile:
    return make_file(name="春日 ハル", email="haru@example.jp")


def codes(refused: pytest.ExceptionInfo[services.UnableToTakeStep]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def tasks(home: Home) -> list[str]:
    open_ones = FollowUp.objects.open().filter(reference=str(home.pk)).order_by("pk")
    return [title.removeprefix(f"{home.number} ") for title in open_ones.values_list("title", flat=True)]


def test_checks_are_made_once_and_opened_anew_when_a_house_comes_again(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_surveyed(owner, by=officer.actor, at=at)
    assert Check.objects.filter(home=home, result=CheckResult.PASSED).count() == len(CheckKind)
    services.withdraw_home(organization=in_ina, home=home, why="売ることにした", by=officer.actor, at=at)
    services.apply_again(home=home, by=officer.actor, at=at)
    services.begin_checks(home=home, by=officer.actor, at=at)
    assert Check.objects.filter(home=home, result=CheckResult.OPEN, checked_on=None).count() == len(CheckKind)


def test_tax_is_not_asked_for_without_consent(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.SUBMITTED)
    make_owner(home, owner, at=at)
    services.begin_checks(home=home, by=officer.actor, at=at)
    check = Check.objects.get(home=home, kind=CheckKind.TAX)
    with pytest.raises(services.UnableToCheck):
        services.record_check(
            check=check, result=CheckResult.ASKED, ground="税務課", checked_on=None, by=officer.actor, at=at
        )
    check.refresh_from_db()
    assert check.result == CheckResult.OPEN


def test_a_silent_co_owner_keeps_a_house_off_the_register(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_surveyed(owner, by=officer.actor, at=at)
    Party.objects.create(home=home, case_file=make_file(name="弟"), role=PartyRole.CO_OWNER, added_at=at)
    with pytest.raises(services.UnableToTakeStep) as refused:
        services.register_home(organization=in_ina, home=home, by=officer.actor, at=at)
    assert codes(refused) == ["homes.holder_silent"]
    home.refresh_from_db()
    assert home.status == HomeStatus.SURVEYED


def test_registering_gives_a_term_tells_the_owner_and_keeps_the_reasons(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_surveyed(owner, by=officer.actor, at=at)
    assert tasks(home) == [Task.DECIDE.label]
    services.register_home(organization=in_ina, home=home, by=officer.actor, at=at)
    assert (home.status, home.registered_on, home.term_ends_before) == (
        HomeStatus.REGISTERED, date(2026, 11, 20), date(2028, 11, 20),
    )  # fmt: skip
    assert tasks(home) == []
    message = Message.objects.get()
    assert (message.to_address, message.template) == ("haru@example.jp", "homes/mail/registered")
    assert "令和10年11月19日(日)まで" in message.body
    assert Entry.objects.get(action="homes.home.register").reasons == {"outcome": "met", "reasons": []}


def test_who_cannot_be_mailed_is_called(in_ina: Organization, officer: Member, at: datetime) -> None:
    without = make_registered(in_ina, make_file(name="電話だけ"), by=officer.actor, at=at)
    protected = make_file(name="守る人", email="safe@example.jp")
    casefiles.protect(file=protected, starts_on=date(2026, 4, 1), basis="申出", by=officer.actor, at=at)
    hidden = make_registered(in_ina, protected, by=officer.actor, at=at)
    assert not Message.objects.exists()
    assert tasks(without) == tasks(hidden) == [Task.TELL.label]


def test_a_house_is_rejected_with_reasons(in_ina: Organization, owner: CaseFile, officer: Member, at: datetime) -> None:
    home = make_surveyed(owner, by=officer.actor, at=at)
    tax = Check.objects.get(home=home, kind=CheckKind.TAX)
    services.record_check(
        check=tax, result=CheckResult.FAILED, ground="税務課の回答", checked_on=date(2026, 11, 20),
        by=officer.actor, at=at,
    )  # fmt: skip
    services.reject_home(organization=in_ina, home=home, why="滞納がある", by=officer.actor, at=at)
    entry = Entry.objects.get(action="homes.home.reject")
    assert entry.reasons is not None
    assert [reason["code"] for reason in entry.reasons["reasons"]] == ["homes.check_failed"]
    assert "理由: 滞納がある" in Message.objects.get().body
    assert tasks(home) == []


def test_a_survey_is_planned_moved_and_recorded_once(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.CHECKING)
    for days in (3, 5):
        services.plan_survey(
            home=home, planned_at=at + timedelta(days=days), by_whom=SurveyedBy.STAFF, by=officer.actor, at=at
        )
    survey = Survey.objects.get()
    assert survey.planned_at == at + timedelta(days=5)
    assert [row.due_on for row in FollowUp.objects.open()] == [date(2026, 11, 25)]
    found = services.Found(date(2026, 11, 25), "佐藤", findings={"roof": "sound"}, client_key=uuid4())
    for _ in range(2):
        same = services.record_survey(home=home, found=found, by=VISITOR, at=at)
        assert same.pk == survey.pk
    assert home.status == HomeStatus.SURVEYED
    assert tasks(home) == [Task.DECIDE.label]
    services.record_survey(home=home, found=replace(found, client_key=uuid4()), by=officer.actor, at=at)
    assert (Survey.objects.count(), home.status) == (2, HomeStatus.SURVEYED)


def test_publishing_needs_the_owners_consent(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_registered(in_ina, owner, by=officer.actor, at=at)
    HomeConsent.objects.filter(purpose=HomeConsentPurpose.OWN_SITE).update(withdrawn_on=date(2026, 11, 20))
    with pytest.raises(services.UnableToTakeStep) as refused:
        services.publish_home(home=home, by=officer.actor, at=at)
    assert codes(refused) == ["homes.no_consent_site"]
    HomeConsent.objects.filter(purpose=HomeConsentPurpose.OWN_SITE).update(withdrawn_on=None)
    services.publish_home(home=home, by=officer.actor, at=at)
    assert Listing.objects.get().withdrawn_at is None
    services.suspend_home(home=home, why="雨漏り", by=officer.actor, at=at)
    assert Listing.objects.get().withdrawn_at == at


def test_a_house_that_becomes_dangerous_leaves_the_public_at_once(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_published(in_ina, owner, by=officer.actor, at=at)
    check = Check.objects.get(home=home, kind=CheckKind.HAZARDOUS)
    services.record_check(
        check=check, result=CheckResult.FAILED, ground="建築課の通知", checked_on=date(2026, 11, 20),
        by=officer.actor, at=at,
    )  # fmt: skip
    home.refresh_from_db()
    assert home.status == HomeStatus.SUSPENDED
    assert tasks(home) == [Task.DELIST.label]
    with pytest.raises(services.UnableToTakeStep) as refused:
        services.publish_home(home=home, by=officer.actor, at=at)
    assert codes(refused) == ["homes.hazardous"]
    services.delist_home(organization=in_ina, home=home, why="特定空家等", by=officer.actor, at=at)
    assert (home.status, tasks(home)) == (HomeStatus.DELISTED, [])


def test_who_may_not_decide_does_not(
    in_ina: Organization, ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_surveyed(owner, by=officer.actor, at=at)
    with pytest.raises(services.UnableToTakeStep) as refused:
        services.take_step(organization=in_ina, home=home, step=Step.REGISTER, why="", by=VISITOR, at=at)
    assert codes(refused) == ["move.no_permission"]


def test_a_lease_that_ends_brings_the_house_back(
    in_ina: Organization, owner: CaseFile, officer: Member, at: datetime
) -> None:
    home = make_published(in_ina, owner, by=officer.actor, at=at, lot_number="100")
    for action in ("negotiate", "contract"):
        services.move_home(home=home, action=action, by=officer.actor, at=at)
    Contract.objects.create(
        home=home, kind="rent", contracted_on=date(2026, 11, 20), ends_on=date(2028, 3, 31), reported_by="業者",
        reported_at=at,
    )  # fmt: skip
    services.close_home(home=home, by=officer.actor, at=at)
    follow_up = FollowUp.objects.open().get()
    assert (follow_up.due_on, follow_up.title) == (date(2028, 3, 31), f"{home.number} {Task.RENT_ENDS.label}")
    twin = make_home(by=officer.actor, at=at, lot_number="100")
    with pytest.raises(services.UnableToTakeStep) as refused:
        services.apply_again(home=home, by=officer.actor, at=at)
    assert codes(refused) == ["homes.lot_taken"]
    services.withdraw_home(organization=in_ina, home=twin, why="二重", by=officer.actor, at=at)
    services.apply_again(home=home, by=officer.actor, at=at)
    assert (home.status, home.registered_on, home.term_ends_before) == (HomeStatus.SUBMITTED, None, None)
    assert tasks(home) == []


def test_a_decision_closes_the_application_and_issues_a_numbered_letter(
    ina: Organization, in_ina: Organization, officer: Member, at: datetime
) -> None:
    application = make_offer(ina, file=make_file(), quarter="西箕輪", by=officer.actor, at=at).application
    home = Home.objects.get(application=application)
    services.reject_home(organization=ina, home=home, why="傷みが激しいため", by=officer.actor, at=at)
    application.refresh_from_db()
    letter = Letter.objects.get(application=application)
    assert (application.status, application.why) == ("refused", "傷みが激しいため")
    assert (letter.values["home_number"], letter.values["reasons"]) == (home.number, ["傷みが激しいため"])
