"""Property: whatever seekers, owners and staff do in whatever order, at most one talk, order kept, nobody lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.moves import UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Contract, Home, Inquiry, Seeker
from kayoi.programmes.homes.states import ChooseBy, EndOfTalk, HomeStatus, InquiryStatus
from kayoi.programmes.homes.states.houses import ENDED
from kayoi.programmes.homes.states.seekers import OPEN
from kayoi.programmes.homes.tests.seekers import contract_fields, make_inquiry, make_seeker, make_shown

pytestmark = pytest.mark.django_db
BY = system("test")
CROWD = 4
OF_SEEKERS = ("ask", "ask", "ask", "choose", "choose", "leave", "withdraw", "decline", "fall_through")
OF_THE_HOUSE = ("contract", "contract_falls", "suspend", "publish", "change_rule", "close", "end_house")
STEPS = st.lists(
    st.tuples(st.sampled_from(OF_SEEKERS + OF_THE_HOUSE), st.integers(0, CROWD - 1)), min_size=8, max_size=25
)


class Bank:
    """One house, some seekers; every step may be refused, but is never half done."""

    def __init__(self, at: datetime) -> None:
        self.home = make_shown(make_file(name="所有者"), by=BY, at=at)
        self.seekers = [make_seeker(make_file(name=str(number)), by=BY, at=at) for number in range(CROWD)]
        self.at = at
        self.asked: dict[int, datetime] = {}

    @contextmanager
    def example(self, choose_by: ChooseBy) -> Iterator["Bank"]:
        """Let everything of one example be undone at its end."""
        self.asked = {}
        with transaction.atomic():
            Home.objects.filter(pk=self.home.pk).update(choose_by=choose_by)
            yield self
            transaction.set_rollback(True)

    def take(self, step: str, number: int) -> None:
        """Take a step, or be refused and change nothing; then everything must hold."""
        self.at += timedelta(minutes=1)
        self.home = Home.objects.get(pk=self.home.pk)
        self.number = number
        self.seeker = Seeker.objects.get(pk=self.seekers[number].pk)
        before = self.picture()
        try:
            with transaction.atomic():
                getattr(self, step)()
        except (Refused, UnableToMove):
            assert self.picture() == before
        self.check()

    @property
    def row(self) -> Inquiry | None:
        """One of the open inquiries, so that most steps do something; sometimes one that is over."""
        rows = list(Inquiry.objects.filter(status__in=OPEN).order_by("pk")) or list(Inquiry.objects.order_by("pk"))
        return rows[self.number % len(rows)] if rows else None

    @property
    def contracted(self) -> Contract | None:
        return Contract.objects.filter(fell_through_on=None).first()

    def ask(self) -> None:
        made = make_inquiry(self.home, self.seeker, by=BY, at=self.at)
        self.asked[made.pk] = self.at

    def leave(self) -> None:
        services.withdraw_seeker(seeker=self.seeker, why="x", by=BY, at=self.at)

    def choose(self) -> None:
        if self.row:
            services.choose_inquiry(inquiry=self.row, by=BY, at=self.at)

    def withdraw(self, how: EndOfTalk = EndOfTalk.WITHDRAW) -> None:
        if self.row:
            services.end_talk(inquiry=self.row, how=how, why="x", by=BY, at=self.at)

    def decline(self) -> None:
        self.withdraw(EndOfTalk.DECLINE)

    def fall_through(self) -> None:
        self.withdraw(EndOfTalk.FALL_THROUGH)

    def contract(self) -> None:
        services.report_contract(home=self.home, fields=contract_fields(self.at.date()), by=BY, at=self.at)

    def contract_falls(self) -> None:
        if self.contracted:
            services.fall_through(contract=self.contracted, on=self.at.date(), why="x", by=BY, at=self.at)

    def close(self) -> None:
        if self.contracted:
            services.complete_contract(contract=self.contracted, by=BY, at=self.at)

    def suspend(self) -> None:
        services.move_home(home=self.home, action="suspend", by=BY, at=self.at)

    def publish(self) -> None:
        services.move_home(home=self.home, action="publish", by=BY, at=self.at)

    def end_house(self) -> None:
        services.move_home(home=self.home, action="withdraw", by=BY, at=self.at)

    def change_rule(self) -> None:
        other = ChooseBy.WINDOW if self.home.choose_by == ChooseBy.FIRST_COME else ChooseBy.FIRST_COME
        services.change_home(home=self.home, changes={"choose_by": other}, version=None, by=BY, at=self.at)

    def picture(self) -> list[object]:
        rows = Inquiry.objects.order_by("pk").values_list("pk", "status")
        return [*rows, Home.objects.get(pk=self.home.pk).status, Contract.objects.count()]

    def check(self) -> None:
        home, rows = Home.objects.get(pk=self.home.pk), list(Inquiry.objects.select_related("seeker").order_by("pk"))
        by_status = {status: [row for row in rows if row.status == status] for status in InquiryStatus}
        chosen, waiting = by_status[InquiryStatus.CHOSEN], by_status[InquiryStatus.WAITING]
        contracted = by_status[InquiryStatus.CONTRACTED]
        assert len(chosen) + len(contracted) <= 1
        assert {row.pk: row.asked_at for row in rows} == self.asked, "nobody is lost, or loses the place"
        assert home.status != HomeStatus.NEGOTIATING or chosen
        assert not chosen or home.status in {HomeStatus.NEGOTIATING, HomeStatus.SUSPENDED}
        assert not contracted or home.status in {HomeStatus.CONTRACTED, HomeStatus.CLOSED}
        if home.status == HomeStatus.PUBLISHED and home.choose_by == ChooseBy.FIRST_COME:
            assert not waiting, "whoever waits for a free house is in talks"
        if home.status in {*ENDED, HomeStatus.CONTRACTED}:
            assert not waiting, "nobody waits for a house that is gone"
        assert all(row.seeker.status == "registered" for row in rows if row.status in OPEN)


@pytest.fixture
def bank(in_ina: Organization, at: datetime) -> Bank:
    return Bank(at)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choose_by=st.sampled_from(list(ChooseBy)), steps=STEPS)
def test_one_talk_order_kept_nobody_lost(bank: Bank, choose_by: ChooseBy, steps: list[tuple[str, int]]) -> None:
    with bank.example(choose_by):
        for step in steps:
            bank.take(*step)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(CROWD)), leaving=st.sets(st.integers(0, CROWD - 1)))
def test_the_order_of_asking_is_the_order_of_talks(bank: Bank, order: list[int], leaving: set[int]) -> None:
    with bank.example(ChooseBy.FIRST_COME):
        for number in order:
            bank.take("ask", number)
        for number in leaving:
            row = Inquiry.objects.get(seeker=bank.seekers[number])
            services.withdraw_inquiry(inquiry=row, why="x", by=BY, at=bank.at)
            bank.check()
        found = []
        while talk := Inquiry.objects.filter(status=InquiryStatus.CHOSEN).first():
            found.append(talk.seeker_id)
            services.fall_through_inquiry(inquiry=talk, why="x", by=BY, at=bank.at)
        assert found == [bank.seekers[number].pk for number in order if number not in leaving]
