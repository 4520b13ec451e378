"""A body of the demonstration that lets a house under its own name: household, proposal, somebody at the counter."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.states import SUBLESSOR
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.foundation.identity.models import Invitation, Membership, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.stays.models import Room, SubLessor, SubletRent
from kayoi.programmes.stays.services import houses, sublessors, sublets, sublets_rent, tenancies
from kayoi.programmes.stays.services.tenancies_head import add_head_lease
from kayoi.programmes.stays.services.tenancies_papers import write_paper
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.sublets import Found, InspectedWhen, PartnerMoney
from kayoi.programmes.stays.states.tenancies import Contract, PaperKind

HOUSE = {
    "key": "lab-house", "kind": "sublease", "name": "空き家ラボの家(架空)", "name_en": "House of the lab (invented)",
    "quarter": "高遠町西高遠", "rate_yen": 35_000, "basis": "fixed_lease", "deposit_yen": 35_000,
    "address": "架空7番地",
    "summary": "NPOが空き家を借りて直し、自分の名で貸している家です(デモ用の架空の家)。",
    "summary_en": "An NPO has leased and repaired this house, and lets it under its own name (invented).",
    "hard": "山あいで、冬の日照が短い",
}  # fmt: skip
MONTHS = 4


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let a house in Ina by a body under its own name (団体による転貸のデモ)."""
    if town.slug != "ina":
        return
    actors = {member.role: actor_of(member) for member in staff}
    officer, head, today = actors["officer"], actors["section_head"], local_date(at)
    first = months_later(today.replace(day=1), -MONTHS)
    begun = at - timedelta(days=(today - first).days + 40)
    fields: Any = {
        "name": "NPO法人 空き家ラボ(架空)", "representative": "代表理事 白鳥 すみ(架空)",
        "address": "伊那市高遠町架空7番地", "phone": "0265-00-0001", "email": "lab@demo.example",
        "pay_to": "架空信用金庫 高遠支店 普通 0000001", "agreed_on": local_date(begun),
    }  # fmt: skip
    lessor = sublessors.add_sub_lessor(fields=fields, by=head, at=begun)
    more: Any = HOUSE | {"place_code": town.place_code}
    house = houses.open_house(fields=more, by=officer, at=begun)
    for name in ("1階", "2階"):
        unit: Any = {"name": name, "capacity": 3, "buffer": 1}
        houses.add_room(house=house, kind=UnitKind.ROOM, measure=Measure.NIGHT, fields=unit, by=officer, at=begun)
    lease: Any = {
        "owner": "西高遠 実(架空)", "sub_lessor": lessor, "starts_on": first, "ends_before": months_later(first, 36),
        "rent_yen": 10_000,
    }  # fmt: skip
    add_head_lease(house=house, fields=lease, by=head, at=begun)
    ground, upper = Room.objects.filter(house=house).order_by("pk")
    file = casefiles.open_case_file(fields={"name": "三峰 りく(架空)", "phone": "090-0000-9870"}, by=officer, at=begun)
    wanted = tenancies.Wanted(ground, Contract.SUBLEASE, first, months_later(first, 24), 2)
    row = tenancies.apply_tenancy(wanted=wanted, case_file=file, by=officer, at=begun)
    tenancies.decide_tenancy(tenancy=row, by=head, at=begun + timedelta(days=2))
    for kind in (PaperKind.EXPLANATION, PaperKind.CONTRACT):
        write_paper(tenancy=row, kind=kind, by=officer, at=begun + timedelta(days=3))
    day = local_date(begun) + timedelta(days=3)
    tenancies.sign_tenancy(tenancy=row, explained_on=day, signed_on=day, by=officer, at=begun + timedelta(days=3))
    tenancies.move_in(tenancy=row, by=officer, at=at - (today - first))
    sublets_rent.charge_sublets(by=officer, at=at)
    for rent in SubletRent.objects.filter(tenancy=row, month__lt=months_later(today.replace(day=1), -1)):
        paid = sublets_rent.Received(rent.amount_yen, rent.due_on, PaidBy.TRANSFER)
        sublets_rent.note_receipt(tenancy=row, paid=paid, key=uuid4(), by=officer, at=at - (today - rent.due_on))
    words = "2階の雨どいが外れかけている。"
    looked = sublets.Looked(InspectedWhen.DURING, today - timedelta(days=9), Found.MEND, words)
    sublets.inspect_sublet(tenancy=row, looked=looked, key=uuid4(), by=officer, at=at)
    proposed = sublets.Proposed(
        upper, "駒ヶ根 そら(架空)", "090-0000-9871", 1, months_later(today.replace(day=1), 2),
        months_later(today.replace(day=1), 14), "集落の組合で働くことが決まっている。",
    )  # fmt: skip
    sublets.propose_household(sub_lessor=lessor, proposed=proposed, key=uuid4(), by=officer, at=at)
    money = sublessors.Money(PartnerMoney.AGENCY, 30_000, today - timedelta(days=20), "第1四半期(架空)")
    sublessors.note_money(sub_lessor=lessor, money=money, key=uuid4(), by=head, at=at)


def open_counter(*, town: Organization, user: User, by: Actor, at: datetime) -> None:
    """Let somebody of the body come to its counter (転貸する団体の窓口のデモ)."""
    link = f"{settings.CANONICAL_URL.rstrip('/')}/account/invitations/{{token}}/"
    with scope.of_organization(town.pk):
        lessor = SubLessor.objects.order_by("pk").first()
        if lessor is None:
            return
        sublessors.invite_sub_lessor(
            organization=town, sub_lessor=lessor, name=SUBLESSOR.name, email=SUBLESSOR.email, link=link, by=by, at=at
        )
        lessor.refresh_from_db()
        partner = lessor.partner
    assert partner is not None
    with scope.of_organization(partner.pk):
        Invitation.objects.update(accepted_at=at)
        Membership.objects.create(
            user=user, role=SUBLESSOR.role, name=SUBLESSOR.name, email=SUBLESSOR.email, starts_on=local_date(at)
        )
