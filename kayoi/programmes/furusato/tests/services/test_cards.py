"""Cards of registrations: one phone and one paper each, lost ones revoked, ended with the registration."""

from datetime import date, timedelta

import pytest

from kayoi.engines.credentials.models import Card
from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.services import rotate_keys, withdraw_key
from kayoi.engines.credentials.states import CardStatus, Medium
from kayoi.engines.credentials.tests.vectors import PHONE, STRANGER
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import Registration
from kayoi.programmes.furusato.services import cards
from kayoi.programmes.furusato.tests.factories import BY, a_register, a_registration
from tests.clock import NOW

OLD, NEW = point(PHONE.public_key()), point(STRANGER.public_key())


@pytest.fixture
def registration(in_ina: Organization) -> Registration:
    rotate_keys(by=BY, at=NOW)
    return a_registration()


def statuses(registration: Registration) -> list[tuple[str, str]]:
    rows = Card.objects.filter(subject=registration.subject).order_by("index")
    return [(row.medium, row.status) for row in rows]


def test_the_same_phone_is_given_the_same_card(registration: Registration) -> None:
    first = cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW)
    again = cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW + timedelta(hours=1))
    assert first.token == again.token
    assert registration.valid_until == first.card.valid_until


def test_another_phone_takes_the_place_of_the_first_and_paper_stays(registration: Registration) -> None:
    cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW)
    paper = cards.give_paper_card(registration=registration, birthday=date(1948, 5, 3), by=BY, at=NOW)
    cards.give_phone_card(registration=registration, key=NEW, by=BY, at=NOW)
    assert paper.code.count("-") == 2
    assert statuses(registration) == [("phone", "replaced"), ("paper", "valid"), ("phone", "valid")]


def test_a_renewed_registration_gives_the_phone_a_longer_card(registration: Registration) -> None:
    first = cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW)
    assert registration.valid_until is not None
    later = registration.valid_until + timedelta(days=365)
    Registration.objects.filter(pk=registration.pk).update(valid_until=later)
    longer = cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW)
    assert (longer.card.valid_until, longer.card.replaces) == (later, first.card)


def test_a_registration_without_end_has_a_card_for_a_year(in_ina: Organization) -> None:
    rotate_keys(by=BY, at=NOW)
    endless = a_registration(valid_until=None)
    given = cards.give_phone_card(registration=endless, key=OLD, by=BY, at=NOW)
    assert given.card.valid_until == local_date(NOW) + timedelta(days=365)


def test_no_card_without_registration_kind_or_key(in_ina: Organization) -> None:
    with pytest.raises(cards.UnableToGiveCard, match="no_key"):
        cards.give_phone_card(registration=a_registration(), key=OLD, by=BY, at=NOW)
    rotate_keys(by=BY, at=NOW)
    with pytest.raises(cards.UnableToGiveCard, match="card_not_registered"):
        cards.give_phone_card(registration=a_registration(status="asked"), key=OLD, by=BY, at=NOW)
    with pytest.raises(cards.UnableToGiveCard, match="card_not_issued"):
        cards.give_phone_card(registration=a_registration(a_register(card_kind="")), key=OLD, by=BY, at=NOW)


def test_a_card_of_a_withdrawn_key_is_replaced_on_the_same_phone(registration: Registration) -> None:
    first = cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW).card
    withdraw_key(kid=first.key.kid, why="流出", by=BY, at=NOW)
    rotate_keys(by=BY, at=NOW)
    cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW)
    assert statuses(registration) == [("phone", "replaced"), ("phone", "valid")]


def test_a_lost_phone_is_revoked_and_the_paper_is_not(registration: Registration) -> None:
    cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW)
    cards.give_paper_card(registration=registration, birthday=date(1948, 5, 3), by=BY, at=NOW)
    assert cards.report_lost(registration=registration, medium=Medium.PHONE, by=BY, at=NOW) == 1
    assert cards.report_lost(registration=registration, medium=Medium.PHONE, by=BY, at=NOW) == 0, "twice is once"
    assert statuses(registration) == [("phone", "revoked"), ("paper", "valid")]
    assert "紛失" in Card.objects.get(status=CardStatus.REVOKED).reason


def test_a_revocation_is_taken_back_where_nothing_took_its_place(registration: Registration) -> None:
    card = cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW).card
    cards.report_lost(registration=registration, medium=Medium.PHONE, by=BY, at=NOW)
    cards.restore_card(card=card, why="見つかった", by=BY, at=NOW)
    assert statuses(registration) == [("phone", "valid")]
    cards.report_lost(registration=registration, medium=Medium.PHONE, by=BY, at=NOW)
    cards.give_phone_card(registration=registration, key=NEW, by=BY, at=NOW)
    with pytest.raises(cards.UnableToGiveCard, match="card_replaced"):
        cards.restore_card(card=card, why="見つかった", by=BY, at=NOW)
    Registration.objects.filter(pk=registration.pk).update(status="ended", ended_on=local_date(NOW))
    with pytest.raises(cards.UnableToGiveCard, match="card_not_registered"):
        cards.restore_card(card=card, why="見つかった", by=BY, at=NOW)
    assert statuses(registration) == [("phone", "revoked"), ("phone", "valid")]


def test_the_end_revokes_all_and_an_objection_is_answered(registration: Registration) -> None:
    cards.give_phone_card(registration=registration, key=OLD, by=BY, at=NOW)
    cards.give_paper_card(registration=registration, birthday=date(1948, 5, 3), by=BY, at=NOW)
    assert cards.revoke_cards(registration=registration, reason="登録を終えたため", by=BY, at=NOW) == 2
    cards.object_to_revocation(registration=registration, words="まだ住んでいます", by=BY, at=NOW)
    follow_up = FollowUp.objects.get(reference=str(registration.pk))
    assert follow_up.due_on == local_date(NOW) + timedelta(days=7)
    assert "まだ" not in follow_up.title
