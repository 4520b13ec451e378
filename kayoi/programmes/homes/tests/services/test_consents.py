"""Consents: each for itself; what relied on one that is withdrawn ends in the same transaction."""

from datetime import date, datetime
from typing import Any

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.openings.models import Opening
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Assignment, Broker, Check, Home, HomeConsent, Listing, Party
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.states import (
    AssignedBy,
    AssignmentStatus,
    CheckKind,
    CheckResult,
    HomeConsentPurpose,
    HomeStatus,
    PartyRole,
    SolverKind,
)
from kayoi.programmes.homes.states.consents import NO_CALLS
from kayoi.programmes.homes.tests.factories import add_person, make_solver
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member, actor_of

ALL = tuple(HomeConsentPurpose)
ON = date(2026, 11, 20)


def withdraw(party: Party, purpose: HomeConsentPurpose, officer: Member, at: datetime, **fields: Any) -> None:
    consent = HomeConsent.objects.get(party=party, purpose=purpose)
    said: Any = {"channel": Channel.TELEPHONE, "withdrawn_on": ON, "by": officer.actor, **fields}
    services.withdraw_consent(consent=consent, **said, at=at)


def published(officer: Member, at: datetime, **fields: Any) -> tuple[Home, Party]:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, **fields)
    owner = make_owner(home, make_file(), at=at, agrees_to=ALL)
    services.renew_listing(home=home, by=officer.actor, at=at)
    return home, owner


def test_journey_owner_withdraws_the_national_consent_only(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, owner = published(officer, at)
    assert Listing.objects.get(home=home).on_national_sites
    withdraw(owner, HomeConsentPurpose.NATIONAL_SITES, officer, at)
    listing = Listing.objects.get(home=home)
    assert (listing.withdrawn_at, listing.on_national_sites) == (None, False)
    assert consented(home) == frozenset(ALL) - {HomeConsentPurpose.NATIONAL_SITES}
    task = FollowUp.objects.open().get()
    assert (task.title, task.due_on) == (f"{home.number} 全国版から下ろす", date(2026, 11, 26))  # 23日は祝日
    withdraw(owner, HomeConsentPurpose.NATIONAL_SITES, officer, at)
    assert FollowUp.objects.open().count() == 1, "twice the same is one"


def test_without_this_site_everything_public_is_gone(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, owner = published(officer, at)
    withdraw(owner, HomeConsentPurpose.OWN_SITE, officer, at)
    assert Listing.objects.get(home=home).withdrawn_at == at
    assert Opening.objects.get(kind="home", reference=home.number).withdrawn_at == at
    titles = set(FollowUp.objects.open().values_list("title", flat=True))
    assert titles == {f"{home.number} 全国版から下ろす", f"掲載の同意が取り消された。今後を確かめる: {home.number}"}
    services.give_consent(
        party=owner, purpose=HomeConsentPurpose.OWN_SITE, channel=Channel.COUNTER, given_on=ON, by=officer.actor, at=at
    )
    assert Listing.objects.get(home=home).withdrawn_at is None


def test_broker_loses_the_house(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.ASSIGNED)
    owner = make_owner(home, make_file(), at=at, agrees_to=ALL)
    broker = Broker.objects.create(
        name="山の不動産", licence="長野県知事(3)第1号", licence_until=date(2030, 1, 1), association="宅建協会",
        phone="1", office="伊那市",
    )  # fmt: skip
    Assignment.objects.create(
        home=home, broker=broker, assigned_by=AssignedBy.WISH, status=AssignmentStatus.ACCEPTED, assigned_at=at
    )
    withdraw(owner, HomeConsentPurpose.BROKERS, officer, at)
    home.refresh_from_db()
    assert (Assignment.objects.get().status, home.status) == (AssignmentStatus.ENDED, HomeStatus.SURVEYED)
    assert any("山の不動産" in row.title for row in FollowUp.objects.open())


def test_open_tax_check_is_forgotten_and_a_finished_one_stays(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    for result, then in ((CheckResult.ASKED, CheckResult.OPEN), (CheckResult.PASSED, CheckResult.PASSED)):
        home = make_home(by=officer.actor, at=at)
        owner = make_owner(home, make_file(), at=at, agrees_to=ALL)
        check = Check.objects.create(home=home, kind=CheckKind.TAX, result=result, ground="税務課に照会")
        withdraw(owner, HomeConsentPurpose.TAX_CHECK, officer, at)
        check.refresh_from_db()
        assert (check.result, bool(check.ground)) == (then, then is CheckResult.PASSED)


def test_support_corporation_is_told_only_with_consent(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, owner = published(officer, at)
    corporation = make_solver(by=officer.actor, at=at, kind=SolverKind.SUPPORT_CORPORATION, name="空き家の友")
    blocker = services.add_blocker(home=home, kind="belongings", found_on=ON, by=officer.actor, at=at)  # type: ignore[arg-type]
    services.refer_blocker(blocker=blocker, solver=corporation, referred_on=ON, by=officer.actor, at=at)
    assert blocker.status == "working"
    withdraw(owner, HomeConsentPurpose.SUPPORT_CORPORATION, officer, at)
    blocker.refresh_from_db()
    assert (blocker.solver, blocker.referred_on) == (None, ON)
    assert "空き家の友" in FollowUp.objects.open().get().title
    with pytest.raises(services.UnableToRefer, match=r"homes\.refer_without_consent"):
        services.refer_blocker(blocker=blocker, solver=corporation, referred_on=ON, by=officer.actor, at=at)


def test_calls_are_warned_of_on_the_file(in_ina: Organization, officer: Member, at: datetime) -> None:
    _home, owner = published(officer, at)
    CaseFile.objects.filter(pk=owner.case_file_id).update(contact_care="耳が遠い")
    withdraw(owner, HomeConsentPurpose.TELEPHONE, officer, at)
    assert CaseFile.objects.get().contact_care == f"{NO_CALLS} 耳が遠い"
    services.give_consent(
        party=Party.objects.get(), purpose=HomeConsentPurpose.TELEPHONE, channel=Channel.LETTER, given_on=ON,
        by=officer.actor, at=at,
    )  # fmt: skip
    assert CaseFile.objects.get().contact_care == "耳が遠い"


def test_one_heir_who_withdraws_is_enough(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, owner = published(officer, at)
    other = add_person(home, PartyRole.CO_OWNER, "山田 一郎", by=officer.actor, at=at)
    services.give_consents(
        party=other, purposes=[HomeConsentPurpose.OWN_SITE, HomeConsentPurpose.NATIONAL_SITES],
        channel=Channel.LETTER, given_on=ON, by_agent=False, by=officer.actor, at=at,
    )  # fmt: skip
    withdraw(other, HomeConsentPurpose.OWN_SITE, officer, at)
    assert Listing.objects.get(home=home).withdrawn_at == at
    assert HomeConsent.objects.get(party=owner, purpose=HomeConsentPurpose.OWN_SITE).withdrawn_on is None


def test_consent_is_kept_once_with_version_channel_and_entry(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    home = make_home(by=officer.actor, at=at)
    owner, kin = make_owner(home, make_file(), at=at), add_person(home, PartyRole.KIN, "弟", by=officer.actor, at=at)
    for _ in range(2):
        services.give_consent(
            party=owner, purpose=HomeConsentPurpose.BROKERS, channel=Channel.LETTER, given_on=date(2026, 11, 1),
            by=officer.actor, at=at,
        )  # fmt: skip
    consent = HomeConsent.objects.get()
    assert (consent.text_version, consent.channel, consent.given_on) == ("2026-11", "letter", date(2026, 11, 1))
    assert Entry.objects.filter(action="homes.give_consent", reference=str(consent.pk)).count() == 1
    with pytest.raises(services.UnableToConsent, match=r"homes\.consent_not_a_holder"):
        services.give_consents(
            party=kin, purposes=[HomeConsentPurpose.TELEPHONE, HomeConsentPurpose.OWN_SITE],
            channel=Channel.LETTER, given_on=ON, by_agent=False, by=officer.actor, at=at,
        )  # fmt: skip
    assert not HomeConsent.objects.filter(party=kin).exists(), "all or none"


def test_a_person_withdraws_without_the_office(
    in_ina: Organization, officer: Member, hana: Person, at: datetime
) -> None:
    home, owner = published(officer, at)
    withdraw(owner, HomeConsentPurpose.BROKERS, officer, at, by=actor_of(hana), channel=Channel.PORTAL)
    withdraw(owner, HomeConsentPurpose.OWN_SITE, officer, at, by=actor_of(hana), channel=Channel.PORTAL)
    assert Listing.objects.get(home=home).withdrawn_at == at
