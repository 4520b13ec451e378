"""Viewings and keys: two at once are refused by the database; what counts, who is told."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles.models import Engagement, Note
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Seeker, Viewing
from kayoi.programmes.homes.states import KEY
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.programmes.homes.tests.seekers import make_seeker, make_shown, make_viewing
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
BY = system("test")


@pytest.fixture
def home(in_ina: Organization, at: datetime) -> Home:
    return make_shown(make_file(name="所有者", email="owner@example.jp"), by=BY, at=at, address="番地9")


@pytest.fixture
def seeker(in_ina: Organization, at: datetime) -> Seeker:
    return make_seeker(make_file(email="hana@example.jp"), by=BY, at=at)


def test_a_viewing_is_asked_for_fixed_and_counted_when_done(home: Home, seeker: Seeker, at: datetime) -> None:
    viewing = make_viewing(home, seeker, by=VISITOR, at=at)
    assert FollowUp.objects.open().get(cause="homes.Viewing").title.endswith("見学の日時を決める")
    starts = at + timedelta(days=1)
    services.fix_viewing(
        viewing=viewing, starts_at=starts, ends_before=starts + timedelta(hours=1), attended_by="", by=BY, at=at
    )
    with pytest.raises(services.UnableToView):
        services.finish_viewing(viewing=viewing, note="", by=BY, at=at)
    services.finish_viewing(viewing=viewing, note="明るい家だった", by=BY, at=starts)
    assert Engagement.objects.get(kind_id="home_viewing").occurred_at == starts
    assert "明るい家だった" in Note.objects.get().text
    assert not FollowUp.objects.open().filter(cause="homes.Viewing").exists()
    run_jobs()
    told = [message for message in mail.outbox if "令和8年11月21日(土) 10:00〜11:00" in message.body]
    assert {message.to[0] for message in told} == {"hana@example.jp", "owner@example.jp"}
    (to_owner,) = [message for message in told if message.to == ["owner@example.jp"]]
    assert "山田" not in to_owner.body


def test_two_viewings_in_the_same_hour_are_refused_and_the_first_stays(
    home: Home, seeker: Seeker, at: datetime
) -> None:
    starts = at + timedelta(days=1)
    first = make_viewing(home, seeker, by=VISITOR, at=at, starts_at=starts)
    other = make_seeker(make_file(name="別の人"), by=BY, at=at)
    second = make_viewing(home, other, by=VISITOR, at=at)
    half_past = {"starts_at": starts + timedelta(minutes=30), "ends_before": starts + timedelta(minutes=90)}
    with pytest.raises(services.UnableToView) as refused:
        services.fix_viewing(viewing=second, **half_past, attended_by="", by=BY, at=at)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["homes.viewing_taken"]
    second.refresh_from_db()
    assert second.status == "asked"
    make_viewing(home, other, by=VISITOR, at=at, starts_at=starts + timedelta(hours=1))
    make_viewing(
        make_shown(make_file(name="別"), by=BY, at=at), other, by=VISITOR, at=at, starts_at=starts
    )  # another house
    services.cancel_viewing(viewing=first, why="雪", by=VISITOR, at=at)
    services.fix_viewing(
        viewing=second, starts_at=starts, ends_before=starts + timedelta(hours=1), attended_by="", by=BY, at=at
    )


def test_database_alone_keeps_viewings_apart(home: Home, seeker: Seeker, at: datetime) -> None:
    make_viewing(home, seeker, by=VISITOR, at=at, starts_at=at)
    row = {"home": home, "seeker": seeker, "asked_at": at, "status": "fixed"}
    with pytest.raises(IntegrityError, match="homes_one_viewing_at_a_time"), transaction.atomic():
        Viewing.objects.create(**row, starts_at=at, ends_before=at + timedelta(minutes=5))
    with pytest.raises(IntegrityError, match="homes_viewing_has_a_time"), transaction.atomic():
        Viewing.objects.create(**row)
    with pytest.raises(IntegrityError, match="homes_viewing_forward"), transaction.atomic():
        Viewing.objects.create(**row | {"status": "asked"}, starts_at=at)


def test_times_that_are_past_or_backward_and_houses_not_shown(home: Home, seeker: Seeker, at: datetime) -> None:
    viewing = make_viewing(home, seeker, by=VISITOR, at=at)
    for starts, ends in ((at - timedelta(minutes=1), at), (at + timedelta(hours=1), at)):
        with pytest.raises(services.UnableToView):
            services.fix_viewing(viewing=viewing, starts_at=starts, ends_before=ends, attended_by="", by=BY, at=at)
    with pytest.raises(services.UnableToView):
        make_viewing(make_home(by=BY, at=at), seeker, by=VISITOR, at=at)


def test_a_key_is_with_one_person_and_looked_for_when_due(home: Home, at: datetime) -> None:
    loan = services.lend_key(home=home, holder="伊那不動産", due_on=date(2026, 11, 25), by=BY, at=at)
    assert FollowUp.objects.open().get(cause=KEY).due_on == date(2026, 11, 25)
    with pytest.raises(services.UnableToLend):
        services.lend_key(home=home, holder="別の業者", due_on=date(2026, 11, 25), by=BY, at=at)
    services.return_key(loan=loan, by=BY, at=at)
    assert not FollowUp.objects.open().filter(cause=KEY).exists()
    with pytest.raises(ChangedMeanwhile):
        services.return_key(loan=loan, by=BY, at=at)
    services.lend_key(home=home, holder="別の業者", due_on=date(2026, 11, 25), by=BY, at=at)
