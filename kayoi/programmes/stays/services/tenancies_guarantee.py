"""Guarantees of tenancies: who answers for what a household owes, up to how much, from when until when."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import F

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_day_from, local_date, months_later
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Guarantee, Tenancy
from kayoi.programmes.stays.rules.securities import Given, may_guarantee
from kayoi.programmes.stays.rules.spans import ONE_DAY
from kayoi.programmes.stays.states.tenancies import GUARANTEE, KEEPS, Guarantor


class UnableToGuarantee(Refused):
    """A person's guarantee without the most it answers for, one that stands already, a tenancy that is over."""


class GuaranteeFields(TypedDict):
    """Who answers, up to how much, since which paper, from when until when."""

    kind: Guarantor
    name: str
    address: str
    phone: str
    most_yen: int | None
    agreed_on: date
    starts_on: date
    ends_before: date


@transaction.atomic
def add_guarantee(*, tenancy: Tenancy, fields: GuaranteeFields, by: Actor, at: datetime) -> Guarantee:
    """Note who answers for a household (連帯保証人・保証会社を記録する); before it ends somebody asks what then.

    Raises UnableToGuarantee with all reasons.
    """
    row = Tenancy.objects.select_for_update(of=("self",)).select_related("room__house", "case_file").get(pk=tenancy.pk)
    given = Given(
        fields["kind"], fields["most_yen"], fields["agreed_on"], fields["starts_on"], fields["ends_before"]
    )  # fmt: skip
    against = list(may_guarantee(given).reasons)
    if row.status not in KEEPS:
        against.append(Reason("tenancies.guarantee_not_now"))
    same = {name: fields[name] for name in ("kind", "name", "starts_on")}
    # One that was noted by mistake has answered for no day: it is in nobody's way.
    if Guarantee.objects.filter(tenancy=row, ends_before__gt=F("starts_on"), **same).exists():
        against.append(Reason("tenancies.guaranteed_before"))
    if against:
        raise UnableToGuarantee(verdict(against))
    made: Guarantee = Guarantee.objects.create(tenancy=row, made_at=at, **fields)
    # Whom it is about stands in the row: the entry names nobody but the household's tenancy.
    after = {"tenancy": row, "kind": made.kind, "most_yen": made.most_yen, "ends_before": made.ends_before}
    audit.record("stays.add_guarantee", made, by=by, at=at, after=after)
    ask_what_then(guarantee=made, tenancy=row, by=by, at=at)
    return made


@transaction.atomic
def end_guarantee(*, guarantee: Guarantee, ends_on: date, why: str, by: Actor, at: datetime) -> None:
    """Note that a guarantee ends earlier, or was noted by mistake (保証を終える). Raises UnableToGuarantee.

    One that was a mistake ends on the day before it begins: it has answered for no day.
    """
    tenancies = Tenancy.objects.select_for_update(of=("self",)).select_related("room__house", "case_file")
    tenancy = tenancies.get(pk=guarantee.tenancy_id)
    row = Guarantee.objects.select_for_update(of=("self",)).get(pk=guarantee.pk)
    ends_before = ends_on + ONE_DAY
    if not row.starts_on <= ends_before < row.ends_before:
        raise UnableToGuarantee(verdict([Reason("tenancies.guarantee_ends", {"until": row.ends_on.isoformat()})]))
    audit.change(row, {"ends_before": ends_before, "why": why}, version=None, by=by, at=at, why=why)
    ask_what_then(guarantee=row, tenancy=tenancy, by=by, at=at)


def ask_what_then(*, guarantee: Guarantee, tenancy: Tenancy, by: Actor, at: datetime) -> None:
    """Let somebody ask what then, where a guarantee ends before the contract does, instead of what was planned before.

    The caller has locked the tenancy. Not where another one follows at once, nor of one noted by mistake.
    """
    followups.finish_caused_by(cause=GUARANTEE, reference=str(guarantee.pk), by=by, at=at)
    ends = guarantee.ends_before
    if tenancy.status not in KEEPS or not guarantee.starts_on < ends < tenancy.ends_before:
        return
    if tenancy.guarantees.filter(starts_on__lte=ends, ends_before__gt=ends).exists():
        return
    followups.plan_follow_up(
        title=f"保証が契約より先に終わる。続けるか確かめる: {tenancy.room.house.name}", case_file=tenancy.case_file,
        due_on=business_day_from(max(months_later(guarantee.ends_on, -2), local_date(at))),
        owner=tenancy.case_file.assigned_to, cause=GUARANTEE, reference=str(guarantee.pk), by=by, at=at,
    )  # fmt: skip
