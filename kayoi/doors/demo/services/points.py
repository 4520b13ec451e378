"""Points of Ina: terms by kind and step, earned by helpers, spent on tea; a use with too few of them. All invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.services.activities import LINK
from kayoi.engines.credentials.models import Card
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import fiscal_year, fiscal_year_start, local_date
from kayoi.programmes.furusato.models import Activity, ActivityKind, Register, Registration
from kayoi.programmes.furusato.services import benefits
from kayoi.programmes.furusato.services.benefits import Use
from kayoi.programmes.furusato.services.points import Terms, set_points
from kayoi.programmes.furusato.services.signing import Comes
from kayoi.programmes.furusato.services.walk_ins import add_who_came
from kayoi.programmes.furusato.states import ConfirmedBy

BEGUN_DAYS = 100
RATES = {"satoyama": 30, "festival": 20, "children": 20}
PERCENTS = {1: 100, 2: 150, 3: 200}
SCHEME = {
    "name": "通いコイン", "name_en": "Kayoi coins", "unit": "コイン", "unit_en": "coins", "valid_months": 12,
    "percent_without": 0, "cap_day": 60, "cap_year": 600,
}  # fmt: skip
TEA = {
    "key": "tea", "kind": "ticket", "name": "町のお茶とおやつの券", "name_en": "Tea and a sweet in the town",
    "summary": "町の喫茶(架空)で、お茶とおやつを楽しめます。", "summary_en": "Tea and a sweet at a café of the town.",
    "points": 20, "counter_name": "高遠の喫茶(架空)",
}  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give points to helpers of Ina and let them spend some (ポイントのデモ)."""
    if town.slug != "ina":
        return
    officer = actor_of(next(member for member in staff if member.role == "section_head"))
    begun, today = at - timedelta(days=BEGUN_DAYS), local_date(at)
    rates = {kind: RATES[kind.key] for kind in ActivityKind.objects.filter(key__in=RATES)}
    for starts_on, percents in (
        (local_date(begun), PERCENTS), (fiscal_year_start(fiscal_year(today) + 1), PERCENTS | {1: 120})
    ):  # fmt: skip
        set_points(terms=Terms({**SCHEME, "starts_on": starts_on}, rates, percents), by=officer, at=begun)
    registers = Register.objects.filter(status="published").exclude(card_kind="")
    tea = benefits.add_benefit(fields=dict(TEA), registers=registers, by=officer, at=begun)
    benefits.publish_benefit(benefit=tea, by=officer, at=begun)
    for row in _helpers():
        # Who has an account still lacks two of the three activities of a premium registration.
        keys = ("tanada", "akimatsuri") if row.case_file.person_id is None else ("tanada",)
        for call in Activity.objects.filter(key__in=keys):
            add_who_came(
                organization=town, activity=call, who=Comes({}, file=row.case_file), how=ConfirmedBy.LIST, link=LINK,
                by=VISITOR, at=call.ends_at + timedelta(hours=1),
            )  # fmt: skip
        use = Use(tea.pk, uuid4(), at - timedelta(days=2), registration=row.pk, counter="高遠の喫茶(架空)")
        benefits.record_use(use=use, by=officer, at=at)
    _uncovered(tea.pk, by=officer, at=at)


def _helpers() -> list[Registration]:
    """Return the partners who were registered when the activities took place, the person of the demonstration too."""
    rows = Registration.objects.filter(register__key="partner", status="registered").select_related("case_file")
    return list(rows.exclude(since=None).order_by("-pk")[:3])


def _uncovered(benefit: int, *, by: Actor, at: datetime) -> None:
    """Let a counter tell late of somebody who has no points."""
    card = Card.objects.order_by("index").first()
    if card is not None:
        use = Use(benefit, uuid4(), at - timedelta(days=1), card=card.index, counter="高遠の喫茶(架空)")
        benefits.record_use(use=use, by=by, at=at)
