"""Benefits of Ina with their counters, cards and uses; a bus company whose people check cards. All invented."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.states import COUNTER
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.credentials.services import publish_list, rotate_keys
from kayoi.foundation.identity.models import Invitation, Membership, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.tokens import new_reference
from kayoi.programmes.furusato.models import Activity, Benefit, Register, Registration
from kayoi.programmes.furusato.selectors.registered import open_registration
from kayoi.programmes.furusato.services import benefits, cards, counters
from kayoi.programmes.furusato.services.activities import ActivityFields, change_activity
from kayoi.programmes.furusato.services.benefits import Use

HOLDERS = (("波照間 トメ(架空)", date(1948, 5, 3)), ("穂高 ゆき(架空)", date(1991, 8, 20)))
BENEFITS = (
    {
        "key": "bus", "kind": "fare", "name": "高遠線の住民運賃", "name_en": "Resident fare on the Takato line",
        "summary": "路線バスに、住民と同じ運賃で乗れます。", "summary_en": "The bus at the fare of residents.",
        "cost_yen": 300, "per_person": 60, "counter_name": "高遠駅の窓口",
    },
    {
        "key": "pool", "kind": "facility", "name": "市民プールの住民料金", "name_en": "Resident rate at the pool",
        "summary": "市民プールを、住民と同じ料金で使えます。", "summary_en": "The pool at the rate of residents.",
        "is_recorded": False,
    },
    {
        "key": "homes-first", "kind": "homes_early", "name": "空き家情報の先行公開", "proof": "nothing",
        "name_en": "Vacant houses before they are public",
        "summary": "新しい空き家を、公開の前に見られます。", "summary_en": "New houses, before everybody sees them.",
    },
    {
        "key": "events-first", "kind": "event", "name": "催しの優先申込み", "proof": "nothing", "is_recorded": False,
        "name_en": "Signing up for events first",
        "summary": "人気のある催しに、先に申し込めます。", "summary_en": "Sign up for popular events before others.",
    },
)  # fmt: skip
DAYS = (3, 9, 16, 31, 33, 58, 90)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Offer benefits in Ina, give a card on paper, record uses (特典と登録者証のデモ)."""
    if town.slug != "ina":
        return
    officer = actor_of(next(member for member in staff if member.role == "section_head"))
    begun = at - timedelta(days=120)
    rotate_keys(by=officer, at=begun)
    registers = list(Register.objects.filter(status="published").exclude(card_kind="").order_by("step", "pk"))
    register = registers[0]
    made = [benefits.add_benefit(fields=dict(one), registers=registers, by=officer, at=begun) for one in BENEFITS]
    for one in made:
        benefits.publish_benefit(benefit=one, by=officer, at=begun)
    bus = made[0]
    _open_first(town, made[-1], by=officer, at=at)
    benefits.set_budget(benefit=bus, year=fiscal_year(local_date(at)), yen=300_000, key=uuid4(), by=officer, at=begun)
    counters.open_counter(benefit=bus, name="高遠バス(架空)", kind=OrganizationKind.CARRIER, by=officer, at=begun)
    rows = [_holder(register, name, born, by=officer, at=begun) for name, born in HOLDERS]
    mine = CaseFile.objects.filter(person__isnull=False, merged_into=None).order_by("pk").first()
    if mine is not None and open_registration(register, mine) is None:
        _register(register, mine, at=begun)
    cards.give_paper_card(registration=rows[0], birthday=HOLDERS[0][1], by=officer, at=begun)
    for number, days in enumerate(DAYS):
        use = Use(
            bus.pk, uuid4(), at - timedelta(days=days), 1 + number % 2, registration=rows[number % 2].pk,
            counter="高遠バス(架空)",
        )  # fmt: skip
        benefits.record_use(use=use, by=officer, at=at)
    publish_list(by=officer, at=at)  # as the night before would have done


def _open_first(town: Organization, benefit: Benefit, *, by: Actor, at: datetime) -> None:
    """Open a day of the coming month to the registered first, and keep places for them."""
    call, today = Activity.objects.filter(key="ryokan").first(), local_date(at)
    if call is not None:
        fields: ActivityFields = {
            "priority": benefit, "all_from": today + timedelta(days=7), "days_ahead": 10, "kept_places": 3,
            "kept_until": today + timedelta(days=20),
        }  # fmt: skip
        change_activity(organization=town, activity=call, fields=fields, version=call.version, link="", by=by, at=at)


def _holder(register: Register, name: str, born: date, *, by: Actor, at: datetime) -> Registration:
    file: CaseFile = casefiles.open_case_file(fields={"name": name, "birth_on": born}, by=by, at=at)
    return _register(register, file, at=at)


def _register(register: Register, file: CaseFile, *, at: datetime) -> Registration:
    return Registration.objects.create(
        register=register, case_file=file, number=new_reference(), subject=new_reference(), status="registered",
        way="counter", asked_at=at, since=local_date(at),
    )  # fmt: skip


def open_counter(*, town: Organization, user: User, by: Actor, at: datetime) -> None:
    """Let somebody of the bus company check cards (特典の窓口のデモ)."""
    link = f"{settings.CANONICAL_URL.rstrip('/')}/account/invitations/{{token}}/"
    with scope.of_organization(town.pk):
        benefit = Benefit.objects.exclude(counter=None).select_related("counter").first()
        if benefit is None:
            return
        counters.invite_to_counter(
            organization=town, benefit=benefit, name=COUNTER.name, email=COUNTER.email, link=link, by=by, at=at
        )
        partner = benefit.counter
    assert partner is not None
    with scope.of_organization(partner.pk):
        Invitation.objects.update(accepted_at=at)
        Membership.objects.create(
            user=user, role=COUNTER.role, name=COUNTER.name, email=COUNTER.email, starts_on=local_date(at)
        )
