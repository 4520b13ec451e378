"""Tenancies for tests, for the walk and for races."""

from datetime import date, datetime, timedelta
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST
from kayoi.programmes.stays.models import HeadLease, House, Room, Tenancy
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services.tenancies import Wanted
from kayoi.programmes.stays.states.tenancies import Contract
from kayoi.programmes.stays.tests.factories import a_house, a_room
from tests.cast import NOW

FIRST, LAST = date(2026, 12, 1), date(2028, 11, 30)
ONE_DAY = timedelta(days=1)


def morning(on: date) -> datetime:
    """Return nine o'clock of a day."""
    return datetime(on.year, on.month, on.day, 9, tzinfo=JST)


def a_home(kind: str = "preparing", *, at: datetime = NOW, **fields: Any) -> Room:
    """Give the town a home for a longer time at 38,000 yen a month, with one room of four."""
    given = {"kind": kind, "rate_yen": 38_000, "deposit_yen": 76_000, "basis": "fixed_lease"} | fields
    return a_room(a_house(at=at, **given), at=at)


def a_head_lease(house: House, *, by: Actor, at: datetime = NOW, **fields: Any) -> HeadLease:
    """Lease a house from its owner for twelve years, with works of 1,200,000 yen."""
    given: Any = {
        "owner": "春日 守", "starts_on": FIRST, "ends_before": date(2038, 12, 1), "rent_yen": 20_000,
        "works": "屋根と水回りの改修", "works_yen": 1_200_000, "recovered_yen": 10_000,
    } | fields  # fmt: skip
    return services.add_head_lease(house=house, fields=given, by=by, at=at)


def an_application(
    room: Room | None = None, *, last: date = LAST, file: CaseFile | None = None, contract: str = "fixed_lease",
    first: date = FIRST, by: Actor, at: datetime = NOW,
) -> Tenancy:  # fmt: skip
    """Ask for a home for two years from 1 December 2026."""
    wanted = Wanted(room or a_home(at=at), Contract.of(contract), first, last + ONE_DAY, 2, "配偶者")
    return services.apply_tenancy(wanted=wanted, case_file=file or make_file(), by=by, at=at)


def a_tenancy(*, by: Actor, head: Actor, at: datetime = NOW, **fields: Any) -> Tenancy:
    """Decide an application, sign, let the household move in on the first day."""
    row = an_application(by=by, at=at, **fields)
    services.decide_tenancy(tenancy=row, by=head, at=at)
    signed = dict.fromkeys(("explained_on", "signed_on"), at.date())
    services.sign_tenancy(tenancy=row, **signed, by=by, at=at)
    services.move_in(tenancy=row, by=by, at=morning(row.starts_on))
    return Tenancy.objects.select_related("room__house", "booking", "case_file").get(pk=row.pk)
