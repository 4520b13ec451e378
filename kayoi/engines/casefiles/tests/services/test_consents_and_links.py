"""Consents, notes, protection, connecting a log-in."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles import selectors, services
from kayoi.engines.casefiles.models import CaseFile, Consent, Engagement
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.moves import ChangedMeanwhile
from tests.cast import Member, actor_of

BY = system("test")


def kinds(file: CaseFile) -> list[str]:
    return list(Engagement.objects.filter(case_file=file).order_by("pk").values_list("kind_id", flat=True))


def test_consent_given_twice_is_one_and_can_be_withdrawn(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    for _ in range(2):
        consent = services.give_consent(
            file=file, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=at, by=BY, at=at
        )
    for _ in range(2):
        services.withdraw_consent(consent=consent, channel=Channel.PORTAL, by=BY, at=at + timedelta(days=1))
    assert Consent.objects.count() == 1
    assert kinds(file) == ["consent", "consent_withdrawn"]


def test_new_words_need_a_new_consent(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    old = Consent.objects.create(
        case_file=file, purpose=ConsentPurpose.NEWS, text_version="2020-01", channel=Channel.PORTAL, given_at=at
    )
    new = services.give_consent(
        file=file, purpose=ConsentPurpose.NEWS, channel=Channel.TELEPHONE, given_at=at, by=BY, at=at
    )
    old.refresh_from_db()
    assert old.withdrawn_at == at
    assert new.withdrawn_at is None


def test_notes_are_withdrawn_with_a_reason_and_stay(in_ina: Organization, officer: Member, at: datetime) -> None:
    note = services.add_note(file=make_file(), text="x", by=officer.actor, at=at)
    services.withdraw_note(note=note, why="別の人の話", by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.withdraw_note(note=note, why="もう一度", by=officer.actor, at=at)
    note.refresh_from_db()
    assert (note.text, note.withdrawn_why) == ("x", "別の人の話")


def test_sensitive_notes_are_counted_but_not_shown(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file()
    services.add_note(file=file, text="病気", sensitive=True, by=officer.actor, at=at)
    assert list(selectors.detail(file, sensitive=False).notes) == []
    assert selectors.hidden_notes([file.pk]) == 1
    assert [note.text for note in selectors.detail(file, sensitive=True).notes] == ["病気"]


@pytest.mark.parametrize(("day", "protected"), [("2026-04-01", True), ("2026-03-31", False), ("2026-11-20", False)])
def test_protection_counts_from_its_day_until_it_ends(
    in_ina: Organization, officer: Member, at: datetime, day: str, protected: bool
) -> None:
    file = make_file()
    row = services.protect(file=file, starts_on=date(2026, 4, 1), basis="申出", by=officer.actor, at=at)
    services.end_protection(protection=row, why="本人の申し出", by=officer.actor, at=at)
    assert selectors.is_protected(None, file.pk, on=date.fromisoformat(day)) is protected


def test_link_of_the_mail_connects_once(ina: Organization, hana: Person, ken: Person, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = make_file(email="hana@example.jp")
        token = services.offer_connection(file=file, by=BY, at=at)
    services.connect_person(token=token, person=hana, by=actor_of(hana), at=at)
    with scope.of_person(hana.pk):
        assert [relation.file.pk for relation in selectors.relations_of_person()] == [file.pk]
    with pytest.raises(services.UnableToConnect):
        services.connect_person(token=token, person=ken, by=actor_of(ken), at=at)
    with scope.of_person(ken.pk):
        assert selectors.relations_of_person() == []


@pytest.mark.parametrize("later", [timedelta(days=30), timedelta(days=31)])
def test_old_link_connects_nothing(ina: Organization, hana: Person, at: datetime, later: timedelta) -> None:
    with scope.of_organization(ina.pk):
        token = services.offer_connection(file=make_file(), by=BY, at=at)
    with pytest.raises(services.UnableToConnect):
        services.connect_person(token=token, person=hana, by=actor_of(hana), at=at + later)


def test_file_of_another_log_in_is_not_taken_over(ina: Organization, hana: Person, ken: Person, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = make_file(person=ken)
        token = services.offer_connection(file=file, by=BY, at=at)
    with pytest.raises(services.UnableToConnect):
        services.connect_person(token=token, person=hana, by=actor_of(hana), at=at)


def test_connecting_a_merged_file_connects_the_one_that_is_kept(
    ina: Organization, hana: Person, officer: Member, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        source, target = make_file(), make_file()
        token = services.offer_connection(file=source, by=BY, at=at)
        services.merge_case_files(source=source, target=target, by=officer.actor, at=at)
    assert services.connect_person(token=token, person=hana, by=actor_of(hana), at=at).pk == target.pk
