"""Tenancies for tests, for the walk and for races."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, local_date, months_later
from kayoi.programmes.stays.models import Guarantee, HeadLease, House, Room, Tenancy
from kayoi.programmes.stays.selectors.tenancies_deposit import deposit_lines
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services import tenancies_deposit as deposits
from kayoi.programmes.stays.services import tenancies_rent as rents
from kayoi.programmes.stays.services.monthly import Paid
from kayoi.programmes.stays.services.tenancies import Wanted
from kayoi.programmes.stays.services.tenancies_damage import Damage, claim_damage
from kayoi.programmes.stays.services.tenancies_guarantee import add_guarantee
from kayoi.programmes.stays.services.tenancies_head import add_head_lease
from kayoi.programmes.stays.services.tenancies_waiting import wait_for_home
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.tenancies import Contract, Guarantor, ManagerWork
from kayoi.programmes.stays.tests.factories import a_house, a_room
from tests.cast import make_member
from tests.clock import NOW

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
    return add_head_lease(house=house, fields=given, by=by, at=at)


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


def a_guarantee(row: Tenancy, *, by: Actor, at: datetime = NOW, **fields: Any) -> Guarantee:
    """Let a relative answer for a household up to 912,000 yen, as long as its contract runs."""
    given: Any = {
        "kind": Guarantor.PERSON, "name": "鈴木 稔", "address": "松本市1番地", "phone": "0263-00-0000",
        "most_yen": 912_000, "agreed_on": at.date(), "starts_on": row.starts_on, "ends_before": row.ends_before,
    } | fields  # fmt: skip
    return add_guarantee(tenancy=row, fields=given, by=by, at=at)


def rows_of_tenancies(file: CaseFile, *, words: str, head: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a managed house that is let, an application for another, and somebody who waits; return their ids."""
    officer = make_member(file.organization, "officer", "住まいの担当").actor
    day = local_date(at)
    room = a_home("managed", at=at, name=f"中間管理{words}")
    lease = a_head_lease(
        room.house, by=officer, at=at, owner=f"貸主{words}", starts_on=day, ends_before=months_later(day, 144)
    )  # fmt: skip
    let = a_tenancy(
        room=room, file=file, contract="sublease", first=day, last=months_later(day, 24), by=officer, head=head, at=at
    )  # fmt: skip
    rents.charge_rents(by=officer, at=at)
    paid = rents.note_rent(
        tenancy=let, paid=Paid(1_000, day, PaidBy.COUNTER, words), key=uuid4(), by=officer, at=at
    )  # fmt: skip
    deposits.note_deposit(tenancy=let, amount_yen=1_000, paid_on=day, key=uuid4(), by=officer, at=at)
    guarantee = a_guarantee(let, by=officer, at=at, name=f"保証{words}")
    damage = Damage(1_000, words, months_later(day, 1))
    claim = claim_damage(tenancy=let, damage=damage, key=uuid4(), by=officer, at=at)
    asked = an_application(first=months_later(day, 1), last=months_later(day, 20), file=file, by=officer, at=at)
    waits = wait_for_home(
        house=room.house, case_file=file, is_mover=True, persons=2, children=1, wish=words, by=officer, at=at
    )  # fmt: skip
    services.note_work(house=room.house, on=day, work=ManagerWork.MEETING, words=words, by=officer, at=at)
    return {
        "tenancy_paper": let.papers.order_by("pk")[0].pk,
        "tenancy": let.pk, "tenancy_applied": asked.pk, "rent_payment": paid.pk, "head_lease": lease.pk,
        "guarantee": guarantee.pk, "damage_claim": claim.pk,
        "deposit_transfer": deposit_lines(let)[0].transfer,
        "home_to_live": room.house_id, "waiting_home": waits.pk,
    }  # fmt: skip
