"""Everybody presses at once: one key, one place in the list for each card, one revocation, and a list that knows it."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.credentials import services
from kayoi.engines.credentials.models import Card, SigningKey
from kayoi.engines.credentials.selectors import checks
from kayoi.engines.credentials.tests.factories import HOLDER, ON_PAPER, end_of_year, make_card
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.moves import UnableToMove
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY, DAY = system("race"), timedelta(days=1)
CROWD = 12


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.CARD_KEYS = tmp_path


def test_the_first_key_is_one(ina: Organization, at: datetime) -> None:
    def rotate(_: int) -> None:
        with scope.of_organization(ina.pk):
            services.rotate_keys(by=BY, at=at)

    assert at_once(CROWD, rotate) == [None] * CROWD
    with scope.of_organization(ina.pk):
        assert SigningKey.objects.count() == 1


def test_two_revoke_and_one_does(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        row = make_card("7", by=BY, at=at).card

    def revoke(number: int) -> str:
        with scope.of_organization(ina.pk):
            return services.revoke(card=row.pk, reason=f"理由{number}", by=BY, at=at).reason

    results = at_once(CROWD, revoke)
    assert Counter(type(result) for result in results) == {str: 1, UnableToMove: CROWD - 1}
    with scope.of_organization(ina.pk):
        assert Card.objects.get().reason in results
        assert Entry.objects.filter(action="credentials.card.revoke").count() == 1
        assert checks.lists_unlike_cards() == 0


def test_cards_are_issued_and_revoked_while_keys_rotate(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        gone = [make_card(f"gone-{number}", by=BY, at=at).card for number in range(CROWD // 3)]
        services.rotate_keys(by=BY, at=at)

    def press(number: int) -> None:
        later = at + number % 2 * 8 * DAY
        with scope.of_organization(ina.pk):
            if number % 3 == 0:
                services.revoke(card=gone[number // 3].pk, reason="紛失", by=BY, at=later)
            elif number % 3 == 1:
                services.rotate_keys(by=BY, at=later)
            else:
                services.issue(
                    subject=str(number), kind="partner", valid_until=end_of_year(at), holder=ON_PAPER, by=BY, at=later
                )

    assert at_once(CROWD, press) == [None] * CROWD
    with scope.of_organization(ina.pk):
        assert sorted(Card.objects.values_list("index", flat=True)) == list(range(2 * len(gone)))
        assert (checks.lists_unlike_cards(), checks.cards_beyond_their_key()) == (0, 0)


def test_one_phone_that_asks_twice_has_one_card(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        services.rotate_keys(by=BY, at=at)

    def issue(_: int) -> str:
        with scope.of_organization(ina.pk):
            return services.issue(
                subject="7", kind="partner", valid_until=end_of_year(at), holder=HOLDER, by=BY, at=at
            ).token

    assert len(set(at_once(CROWD, issue))) == 1
    with scope.of_organization(ina.pk):
        assert Card.objects.count() == 1
