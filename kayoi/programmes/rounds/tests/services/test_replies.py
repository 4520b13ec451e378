"""Answers: one press, no silent change of stage, and an end that holds."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Consent, Engagement
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, ContactBasis
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.programmes.rounds import selectors, services
from kayoi.programmes.rounds.models import Asking
from kayoi.programmes.rounds.states import ASKING, Reply
from kayoi.programmes.rounds.tests.factories import make_asking, make_round
from tests.cast import Member

BY = system("test")
CONFIRM: dict[str, Any] = {"purpose": "confirm", "source": "フェアのカード", "body": "{{ source }}"}


@pytest.fixture
def asking(in_ina: Organization, at: datetime) -> Asking:
    file = make_file(email="hana@example.jp")
    casefiles.give_consent(file=file, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=at, by=BY, at=at)
    return make_asking(file=file, by=BY, at=at)[0]


@pytest.fixture
def unconfirmed(in_ina: Organization, at: datetime) -> Asking:
    file = make_file(email="card@example.jp", contact_basis=ContactBasis.ASKED)
    return make_asking(file=file, row=make_round(by=BY, at=at, **CONFIRM).pk, by=BY, at=at)[0]


def basis(asking: Asking) -> str:
    return str(CaseFile.objects.get(pk=asking.case_file_id).contact_basis)


def test_moved_is_a_proposal_for_staff(asking: Asking, officer: Member, at: datetime) -> None:
    assert services.reply(asking=asking, what=Reply.MOVED, by=VISITOR, at=at).met
    services.reply(asking=asking, what=Reply.MOVED, by=VISITOR, at=at)
    asking.refresh_from_db()
    assert asking.case_file.stage == "asking"
    assert FollowUp.objects.open().get(cause=ASKING).reference == str(asking.pk)
    assert Engagement.objects.filter(kind="asked_again_answered").count() == 1
    services.settle_reply(asking=asking, moved=True, by=officer.actor, at=at)
    assert CaseFile.objects.get(pk=asking.case_file_id).stage == "moved"
    assert not FollowUp.objects.open().exists()


def test_stop_ends_consent_and_every_writing(asking: Asking, at: datetime) -> None:
    services.reply(asking=asking, what=Reply.MOVED, by=VISITOR, at=at)
    services.reply(asking=asking, what=Reply.STOP, by=VISITOR, at=at)
    assert basis(asking) == ContactBasis.ENDED
    assert Consent.objects.get().withdrawn_at == at
    assert FollowUp.objects.open().count() == 1, "that somebody says they moved is still to be checked"
    assert services.reply(asking=asking, what=Reply.STILL, by=VISITOR, at=at).refused
    choice = selectors.choose(make_round(by=BY, at=at), at=at + timedelta(days=400))
    assert choice.left_out == {"rounds.ended": [asking.case_file_id]}


def test_address_that_ended_is_not_written_to_from_another_file(asking: Asking, at: datetime) -> None:
    services.reply(asking=asking, what=Reply.STOP, by=VISITOR, at=at)
    other = make_file(email="HANA@example.jp", contact_basis=ContactBasis.UNCONFIRMED)
    choice = selectors.choose(make_round(by=BY, at=at, **CONFIRM), at=at + timedelta(days=400))
    assert other.pk in choice.left_out["rounds.ended"]


def test_yes_gives_the_consent(unconfirmed: Asking, at: datetime) -> None:
    services.reply(asking=unconfirmed, what=Reply.YES, by=VISITOR, at=at)
    assert basis(unconfirmed) == ContactBasis.GIVEN
    assert Consent.objects.get(purpose=ConsentPurpose.NEWS).channel == Channel.EMAIL


def test_no_ends_it_at_once(unconfirmed: Asking, at: datetime) -> None:
    services.reply(asking=unconfirmed, what=Reply.STOP, by=VISITOR, at=at)
    assert basis(unconfirmed) == ContactBasis.ENDED


def test_silence_ends_it_after_the_last_day(unconfirmed: Asking, at: datetime) -> None:
    assert services.end_silent(by=BY, at=at + timedelta(days=60)) == 0
    assert basis(unconfirmed) == ContactBasis.ASKED
    assert services.end_silent(by=BY, at=at + timedelta(days=61)) == 1
    assert services.end_silent(by=BY, at=at + timedelta(days=61)) == 0
    assert basis(unconfirmed) == ContactBasis.ENDED
    assert services.reply(asking=unconfirmed, what=Reply.YES, by=VISITOR, at=at).refused


def test_silence_does_not_end_those_who_answered(unconfirmed: Asking, at: datetime) -> None:
    services.reply(asking=unconfirmed, what=Reply.YES, by=VISITOR, at=at)
    assert services.end_silent(by=BY, at=at + timedelta(days=100)) == 0


def test_links_of_another_town_or_forged_ones_find_nobody(asking: Asking, in_ina: Organization) -> None:
    token = selectors.token_of(asking)
    assert selectors.asking_of_token(token) == asking
    assert selectors.asking_of_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert selectors.asking_of_token(f"{in_ina.pk}-{asking.pk}") is None
