"""Rounds and desks when several do the same at once."""

from datetime import datetime

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp, HandOver
from kayoi.engines.followups.states import Division
from kayoi.engines.messages.models import Message
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.programmes.rounds import services
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.states import Reply
from kayoi.programmes.rounds.tests.factories import make_asking, make_round
from tests.cast import Member, make_member
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY = system("test")
PEOPLE = 9


def test_many_senders_of_one_round_write_once(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        for number in range(PEOPLE):
            file = make_file(email=f"n{number}@example.jp")
            casefiles.give_consent(
                file=file, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=at, by=BY, at=at
            )
        row = make_round(by=officer.actor, at=at)
        services.start_round(row=row, by=officer.actor, at=at)

    def send(_: int) -> int:
        sent, more = 0, 1
        while more:
            with scope.of_organization(ina.pk):
                more = services.send_some(round_id=row.pk, address="https://x/{token}/", most=2, by=BY, at=at)
            sent += more
        return sent

    results = at_once(4, send)
    assert not [result for result in results if isinstance(result, Exception)], results
    with scope.of_organization(ina.pk):
        told = list(Message.objects.filter(cause="rounds.Asking").values_list("to_address", flat=True))
        assert sorted(told) == sorted(set(told))
        assert (len(told), Asking.objects.count(), Round.objects.get().status) == (PEOPLE, PEOPLE, "sent")


def test_many_presses_are_one_answer(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        asking, _ = make_asking(file=make_file(email="hana@example.jp"), by=BY, at=at)

    def press(_: int) -> bool:
        with scope.of_organization(ina.pk):
            return services.reply(asking=asking, what=Reply.MOVED, by=VISITOR, at=at).met

    results = at_once(6, press)
    assert not [result for result in results if isinstance(result, Exception)], results
    with scope.of_organization(ina.pk):
        assert FollowUp.objects.count() == 1


def test_desk_is_handed_over_once(ina: Organization, officer: Member, at: datetime) -> None:
    heirs = [make_member(ina, "officer", f"後任 {number}") for number in range(2)]
    with scope.of_organization(ina.pk):
        for number in range(5):
            followups.plan_follow_up(title=f"{number}", due_on=at.date(), owner=officer.membership, by=BY, at=at)

    def move(number: int) -> int:
        with scope.of_organization(ina.pk):
            return followups.hand_over_desk(
                leaver=officer.membership, heirs=[heirs[number % 2].membership], how=Division.EVENLY, by=BY, at=at
            ).pk

    results = at_once(4, move)
    assert sum(isinstance(result, int) for result in results) == 1, results
    with scope.of_organization(ina.pk):
        assert HandOver.objects.count() == 1
        assert FollowUp.objects.values("owner").distinct().count() == 1
