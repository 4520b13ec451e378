"""Many hands at one deposit at once: noted once, never more than was agreed, taken back once, settled to nothing."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import uuid4

import pytest

from kayoi.engines.ledger.models import Transfer
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import Tenancy
from kayoi.programmes.stays.selectors.tenancies_deposit import deposit_held, deposits_unsettled
from kayoi.programmes.stays.services import tenancies_deposit as deposits
from kayoi.programmes.stays.services.tenancies import end_tenancy, give_notice
from kayoi.programmes.stays.states.tenancies import DEPOSIT, Afterwards
from kayoi.programmes.stays.tests.tenancies import FIRST, a_tenancy, morning
from tests.cast import Member
from tests.clock import NOW
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.xdist_group("races")]
CROWD = 6
DAY = date(2026, 12, 31)


@pytest.fixture
def home(ina: Organization, officer: Member, head: Member) -> Tenancy:
    with scope.of_organization(ina.pk):
        return a_tenancy(by=officer.actor, head=head.actor)


def results_of(town: Organization, do: Callable[[int], object]) -> Counter[str]:
    """Let many do it at once; return how often it was done, and refused."""

    def one(number: int) -> str:
        with scope.of_organization(town.pk):
            do(number)
            return "done"

    return Counter(one if isinstance(one, str) else type(one).__name__ for one in at_once(CROWD, one))


def held(town: Organization, home: Tenancy) -> tuple[int, int]:
    with scope.of_organization(town.pk):
        return deposit_held(home), deposits_unsettled()


def test_one_press_is_one_and_two_notes_are_no_more_than_agreed(
    ina: Organization, officer: Member, home: Tenancy
) -> None:
    key = uuid4()
    note = partial(deposits.note_deposit, tenancy=home, paid_on=NOW.date(), by=officer.actor, at=NOW)
    pressed = results_of(ina, lambda _: note(amount_yen=30_000, key=key))
    assert (pressed, held(ina, home)) == ({"done": CROWD}, (30_000, 0))
    many = results_of(ina, lambda _: note(amount_yen=40_000, key=uuid4()))
    assert (many, held(ina, home)) == ({"done": 1, "UnableToKeep": CROWD - 1}, (70_000, 0))


def test_a_note_is_taken_back_once(ina: Organization, officer: Member, home: Tenancy) -> None:
    with scope.of_organization(ina.pk):
        deposits.note_deposit(
            tenancy=home, amount_yen=76_000, paid_on=NOW.date(), key=uuid4(), by=officer.actor, at=NOW
        )
        note = Transfer.objects.get(cause=DEPOSIT)
    back = results_of(
        ina, lambda _: deposits.take_deposit_back(tenancy=home, note=note, why="別の人", by=officer.actor, at=NOW)
    )
    assert (back, held(ina, home)) == ({"done": 1, "UnableToKeep": CROWD - 1}, (0, 0))
    with scope.of_organization(ina.pk):
        assert Entry.objects.filter(action="stays.take_deposit_back").count() == 1


def test_what_is_noted_while_a_household_leaves_is_settled_or_refused(
    ina: Organization, officer: Member, home: Tenancy
) -> None:
    with scope.of_organization(ina.pk):
        give_notice(tenancy=home, notice_on=FIRST, ends_on=DAY, inspection_on=DAY, by=officer.actor, at=morning(FIRST))

    def leave_or_note(number: int) -> None:
        if number:
            deposits.note_deposit(
                tenancy=home, amount_yen=10_000, paid_on=DAY, key=uuid4(), by=officer.actor, at=morning(DAY)
            )
        else:
            end_tenancy(
                tenancy=home, left_on=DAY, damage_yen=5_000, afterwards=Afterwards.LEFT, by=officer.actor,
                at=morning(DAY),
            )  # fmt: skip

    found = results_of(ina, leave_or_note)
    assert (found.total(), set(found) <= {"done", "UnableToKeep"}, held(ina, home)) == (CROWD, True, (0, 0)), found
