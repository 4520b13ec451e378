"""Registers, registrations, activities and benefits for tests and for the walk."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference
from kayoi.programmes.furusato.models import (
    Activity,
    ActivityKind,
    Benefit,
    BenefitOf,
    Group,
    GroupMember,
    GroupOf,
    GroupPost,
    IdentityProof,
    NationalStatus,
    PointsRate,
    PointsScheme,
    PointsStep,
    Register,
    Registration,
    SignUp,
)
from kayoi.programmes.furusato.services.registers import show_register
from tests.clock import NOW

NUMBERS = count(1)
BY = system("test")
TODAY = local_date(NOW)


def a_register(**fields: Any) -> Register:
    """Open a register of the town for a year at a time, without conditions."""
    number = next(NUMBERS)
    given: dict[str, Any] = {
        "key": f"register-{number}", "name": f"第2町民{number}", "status": "published", "valid_months": 12,
        "card_kind": f"card_{number}",
    } | fields  # fmt: skip
    register: Register = Register.objects.create(**given)
    show_register(register=register, by=BY, at=NOW)
    return register


def a_registration(
    register: Register | None = None, *, file: CaseFile | None = None, since: date | None = None, at: datetime = NOW,
    **fields: Any,
) -> Registration:  # fmt: skip
    """Register somebody for a year from today on, or from `since`; `status="asked"` leaves it undecided."""
    given: dict[str, Any] = {"status": "registered", "way": "portal", "asked_at": at} | fields
    if given["status"] == "registered":
        first = since or local_date(at)
        given = {"since": first, "valid_until": first + timedelta(days=364)} | given
    return Registration.objects.create(
        register=register or a_register(), case_file=file or make_file(), number=new_reference(),
        subject=new_reference(), **given,
    )  # fmt: skip


def a_kind(**fields: Any) -> ActivityKind:
    """Make a kind of activity that is designated."""
    number = next(NUMBERS)
    return ActivityKind.objects.create(
        **{"key": f"kind-{number}", "name": f"草刈り{number}", "designated": True} | fields
    )


def an_activity(kind: ActivityKind | None = None, *, at: datetime = NOW, **fields: Any) -> Activity:
    """Call for an activity in ten days, for eight."""
    number = next(NUMBERS)
    given: dict[str, Any] = {
        "key": f"activity-{number}", "status": "open", "title": f"棚田の草刈り{number}", "place_code": "202096",
        "place": "高遠町 公民館", "starts_at": at + timedelta(days=10), "ends_at": at + timedelta(days=10, hours=3),
        "capacity": 8, "host_name": "棚田を守る会", "host_email": "tanada@example.jp",
    } | fields  # fmt: skip
    return Activity.objects.create(kind=kind or a_kind(), **given)


def a_sign_up(
    activity: Activity | None = None, *, file: CaseFile | None = None, on: date | None = None, at: datetime = NOW,
    is_confirmed: bool = False, **fields: Any,
) -> SignUp:  # fmt: skip
    """Sign somebody up; `is_confirmed` also says that they came."""
    activity = activity or an_activity(at=at)
    first = on or local_date(activity.starts_at)
    given: dict[str, Any] = {
        "starts_on": first, "ends_on": first, "signed_at": at, "client_key": uuid4(), "receipt": new_reference(),
    }  # fmt: skip
    if is_confirmed:
        given |= {
            "status": "confirmed", "confirmed_by": "list", "confirmed_at": at,
            "is_designated": activity.kind.designated,
        }  # fmt: skip
    return SignUp.objects.create(activity=activity, kind=activity.kind, case_file=file or make_file(), **given | fields)


def a_group(*registers: Register, **fields: Any) -> Group:
    """Open a group for the people of these registers; without any, for all."""
    given = {"name": f"ふるさとの会{next(NUMBERS)}", "about": "近況を伝え合います。", "status": "open"} | fields
    group: Group = Group.objects.create(**given)
    for register in registers:
        GroupOf.objects.create(group=group, register=register)
    return group


def a_member(group: Group, file: CaseFile | None = None, *, at: datetime = NOW, **fields: Any) -> GroupMember:
    """Let somebody be in a group; a new person is registered too."""
    number = next(NUMBERS)
    file = file or a_registration(at=at).case_file
    given = {"name": f"なかま{number}", "name_key": f"なかま{number}", "joined_at": at} | fields
    return GroupMember.objects.create(group=group, case_file=file, **given)


def a_post(
    group: Group, member: GroupMember | None = None, *, at: datetime = NOW, status: str = "shown", **fields: Any
) -> GroupPost:
    """Let a member, or the town, have written in a group."""
    given = {
        "text": "棚田の稲が色づきました。",
        "posted_at": at,
        "shown_at": at if status == "shown" else None,
    } | fields
    return GroupPost.objects.create(group=group, member=member, status=status, **given | fields)


def a_proof(file: CaseFile, *, on: date = TODAY, **fields: Any) -> IdentityProof:
    """Prove somebody's identity with the card, at the counter, living in Tokyo."""
    given = {"method": "card_counter", "level": "3", "proved_on": on, "place_code": "131041"} | fields
    return IdentityProof.objects.create(case_file=file, **given)


def a_national_status(file: CaseFile, *, on: date = TODAY, **fields: Any) -> NationalStatus:
    """Let somebody claim a basic registration with Ina."""
    given = {"body_code": "202096", "tier": "basic", "seen_on": on, "registered_on": on} | fields
    return NationalStatus.objects.create(case_file=file, **given)


def a_benefit(*registers: Register, **fields: Any) -> Benefit:
    """Offer a resident fare to the registers, at 500 yen of the town's a time."""
    number = next(NUMBERS)
    given: dict[str, Any] = {
        "key": f"benefit-{number}", "kind": "fare", "status": "published", "name": f"住民運賃{number}", "cost_yen": 500
    } | fields  # fmt: skip
    benefit = Benefit.objects.create(**given)
    for register in registers:
        BenefitOf.objects.create(benefit=benefit, register=register)
    return benefit


def a_scheme(
    *, rates: Mapping[ActivityKind, int], percents: Mapping[int, int] | None = None, on: date | None = None,
    **fields: Any,
) -> PointsScheme:  # fmt: skip
    """Let the town have points since sixty days ago."""
    given: dict[str, Any] = {"starts_on": on or TODAY - timedelta(days=60), "name": "通いポイント"} | fields
    scheme = PointsScheme.objects.create(**given)
    for kind, points in rates.items():
        PointsRate.objects.create(scheme=scheme, kind=kind, points=points)
    for step, percent in (percents or {}).items():
        PointsStep.objects.create(scheme=scheme, step=step, percent=percent)
    return scheme
