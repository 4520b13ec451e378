"""The people of a house: two heirs of whom one is silent, an owner who dies, agents and their papers, letters."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.services import protect
from kayoi.engines.casefiles.states import Channel, ContactBasis
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Blocker, Home, HomeConsent, Listing, Party
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.selectors.parties import found_files, people_of
from kayoi.programmes.homes.services.parties import UnableToPlaceParty
from kayoi.programmes.homes.states import (
    PARTY,
    Agreement,
    HomeConsentPurpose,
    HomeStatus,
    PartyRole,
    Reached,
)
from kayoi.programmes.homes.tests.factories import add_person
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member

ON = date(2026, 11, 20)


def give(party: Party, purpose: HomeConsentPurpose, officer: Member, at: datetime, **fields: Any) -> HomeConsent:
    said: Any = {"channel": Channel.TELEPHONE, "given_on": local_date(at), **fields}
    return services.give_consent(party=party, purpose=purpose, **said, by=officer.actor, at=at)


def test_journey_two_heirs_one_silent(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED)
    father = add_person(home, PartyRole.DECEASED, "高遠 父", died_on=date(2024, 3, 1), by=officer.actor, at=at)
    heir = {"heir_of": father, "kinship": "child", "share": "1/2"}
    son = add_person(home, PartyRole.HEIR, "高遠 太郎", **heir, is_contact=True, by=officer.actor, at=at)
    sister = add_person(home, PartyRole.HEIR, "遠山 花子", **heir, by=officer.actor, at=at)
    give(son, HomeConsentPurpose.OWN_SITE, officer, at)
    services.record_word(
        party=son, reached=Reached.REACHED, agreement=Agreement.AGREED, said_on=ON, channel=Channel.TELEPHONE,
        by=officer.actor, at=at,
    )  # fmt: skip
    people = people_of(home, on=ON)
    assert [one.name for one in people.silent] == ["遠山 花子"]
    assert [[child.name, child.legal] for child in people.tree[0].below] == [["高遠 太郎", "1/2"], ["遠山 花子", "1/2"]]
    assert people.shares.met
    assert Listing.objects.get(home=home).withdrawn_at is None, "silence alone does not take it down"

    services.record_letter(
        party=sister, sent_on=ON, reply_by=ON + timedelta(days=21), owner=officer.membership, by=officer.actor, at=at
    )
    waiting = FollowUp.objects.open().get(cause=PARTY, reference=str(sister.pk))
    assert (waiting.due_on, waiting.owner) == (ON + timedelta(days=22), officer.membership)
    assert people_of(home, on=ON).silent[0].party.reached == Reached.WAITING

    services.record_word(
        party=sister, reached=Reached.REACHED, agreement=Agreement.REFUSED, said_on=ON, channel=Channel.LETTER,
        note="兄と話してから決めたい", by=officer.actor, at=at,
    )  # fmt: skip
    assert not FollowUp.objects.open().filter(cause=PARTY, reference=str(sister.pk)).exists()
    people = people_of(home, on=ON)
    assert ([one.name for one in people.refused], people.silent) == (["遠山 花子"], [])
    sister.refresh_from_db()
    assert (sister.agreed_on, sister.case_file.contact_basis) == (ON, ContactBasis.UNCONFIRMED)
    assert Engagement.objects.filter(case_file=sister.case_file, kind="contact").count() == 2


def test_journey_an_owner_dies_during_listing(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED)
    owner = make_owner(
        home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE, HomeConsentPurpose.NATIONAL_SITES)
    )
    son = add_person(home, PartyRole.KIN, "山田 一郎", relation="長男", by=officer.actor, at=at)
    services.set_agent(party=owner, agent=son, ends_before=None, paper=None, version=1, by=officer.actor, at=at)
    services.renew_listing(home=home, by=officer.actor, at=at)
    owner.refresh_from_db()
    services.mark_deceased(party=owner, died_on=date(2026, 11, 18), version=owner.version, by=officer.actor, at=at)

    home.refresh_from_db()
    owner.refresh_from_db()
    assert home.status == HomeStatus.SUSPENDED
    assert Listing.objects.get(home=home).withdrawn_at == at
    assert (owner.role, owner.died_on, owner.is_contact, owner.agent) == ("deceased", date(2026, 11, 18), False, None)
    assert consented(home) == frozenset()
    blocker = Blocker.objects.get(home=home)
    assert (blocker.kind, blocker.status) == ("heirs", "open")
    titles = set(FollowUp.objects.open().values_list("title", flat=True))
    assert titles == {f"相続人を確かめ、連絡先を書く: {home.number}", f"{home.number} 全国版から下ろす"}
    assert [one.name for one in people_of(home, on=ON).without_heirs] == ["山田 花"]

    heir = services.add_party(
        home=home, who=make_file(name="山田 次郎"), by=officer.actor, at=at,
        fields={
            "role": PartyRole.HEIR, "heir_of": owner, "kinship": "child", "died_on": None, "share": "1",
            "relation": "", "is_contact": True,
        },
    )  # fmt: skip
    give(heir, HomeConsentPurpose.OWN_SITE, officer, at)
    services.move_home(home=home, action="publish", by=officer.actor, at=at)
    assert Listing.objects.get(home=home).withdrawn_at is None


def test_death_is_written_once_and_of_kin_it_stops_nothing(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED)
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    kin = add_person(home, PartyRole.KIN, "山田 一郎", by=officer.actor, at=at)
    services.mark_deceased(party=kin, died_on=None, version=1, by=officer.actor, at=at)
    assert (Home.objects.get().status, Blocker.objects.count()) == (HomeStatus.PUBLISHED, 0)
    with pytest.raises(ChangedMeanwhile):
        services.mark_deceased(party=kin, died_on=None, version=1, by=officer.actor, at=at)


def test_second_death_makes_no_second_blocker(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    for name in ("高遠 父", "高遠 母"):
        party = add_person(home, PartyRole.CO_OWNER, name, by=officer.actor, at=at)
        services.mark_deceased(party=party, died_on=None, version=1, by=officer.actor, at=at)
    assert Blocker.objects.filter(home=home, kind="heirs").count() == 1


def test_nobody_is_added_twice_or_below_the_living(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, file = make_home(by=officer.actor, at=at), make_file()
    owner = make_owner(home, file, at=at)
    place: Any = {
        "role": PartyRole.KIN, "heir_of": None, "kinship": "", "died_on": None, "share": "", "relation": "",
        "is_contact": False,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="homes_party_once"), transaction.atomic():
        services.add_party(home=home, fields=place, who=file, by=officer.actor, at=at)
    with pytest.raises(UnableToPlaceParty, match=r"homes\.heir_of_the_living"):
        add_person(home, PartyRole.HEIR, "山田 一郎", heir_of=owner, by=officer.actor, at=at)
    assert Party.objects.count() == 1


def test_a_new_contact_takes_the_place_of_the_old_one(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    owner = make_owner(home, make_file(), at=at)
    son = add_person(home, PartyRole.KIN, "山田 一郎", is_contact=True, by=officer.actor, at=at)
    assert list(Party.objects.filter(is_contact=True)) == [son]
    assert owner.is_contact


def test_who_has_agreed_or_was_called_is_not_taken_out(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    owner = make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    kin = add_person(home, PartyRole.KIN, "山田 一郎", by=officer.actor, at=at)
    called = add_person(home, PartyRole.KIN, "山田 二郎", by=officer.actor, at=at)
    services.record_word(
        party=called, reached=Reached.REACHED, agreement=Agreement.OPEN, said_on=ON, channel=Channel.TELEPHONE,
        by=officer.actor, at=at,
    )  # fmt: skip
    for kept in (owner, called):
        with pytest.raises(UnableToPlaceParty, match=r"homes\.party_in_use"):
            services.remove_party(party=kept, why="間違い", by=officer.actor, at=at)
    services.remove_party(party=kin, why="間違い", by=officer.actor, at=at)
    assert set(Party.objects.all()) == {owner, called}


def test_an_agents_paper_has_an_end(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    owner = make_owner(home, make_file(), at=at)
    son = add_person(home, PartyRole.KIN, "山田 一郎", is_contact=True, by=officer.actor, at=at)
    ends = date(2027, 3, 1)
    services.set_agent(party=owner, agent=son, ends_before=ends, paper=None, version=2, by=officer.actor, at=at)
    consent = give(owner, HomeConsentPurpose.OWN_SITE, officer, at, by_agent=True)
    assert (consent.party, consent.agent) == (owner, son)
    assert HomeConsentPurpose.OWN_SITE in consented(home)
    assert FollowUp.objects.open().get().due_on == date(2027, 1, 30)

    later = datetime(2027, 3, 1, 10, tzinfo=at.tzinfo)
    with pytest.raises(services.UnableToConsent, match=r"homes\.consent_agent_ended"):
        give(owner, HomeConsentPurpose.NATIONAL_SITES, officer, later, by_agent=True)
    assert [one.agent_name for one in people_of(home, on=ends).ended] == ["山田 一郎"]
    assert people_of(home, on=date(2027, 2, 28)).ended == []
    assert HomeConsentPurpose.OWN_SITE in consented(home), "what was agreed to in time stays agreed to"


def test_names_of_protected_people_are_nowhere(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, file = make_home(by=officer.actor, at=at), make_file(kana="やまだ はな")
    make_owner(home, file, at=at)
    protect(file=file, starts_on=ON, basis="本人の申出", by=officer.actor, at=at)
    [one] = people_of(home, on=ON).all
    assert (one.name, one.hidden, one.wants_letter) == (f"個票 {file.number}(支援措置)", True, False)
    assert [(found.file.pk, found.protected) for found in found_files("やまだ", on=ON)] == [(file.pk, True)]
