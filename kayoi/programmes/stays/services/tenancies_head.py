"""Head leases: what is agreed on with an owner, by the town or by a partner, before a house is let on."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_day_from, local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import HeadLease, House, SubLessor
from kayoi.programmes.stays.rules.sublets import may_end_head_lease, may_lease, todos_of_head_lease
from kayoi.programmes.stays.states.tenancies import HEAD_LEASE, KEEPS


class UnableToLease(Refused):
    """Somebody else leases the house then, or a home is let beyond the day."""


class HeadLeaseFields(TypedDict, total=False):
    """What is agreed on with an owner."""

    owner: str
    owner_file: CaseFile | None
    sub_lessor: SubLessor | None
    starts_on: date
    ends_before: date
    rent_yen: int
    works: str
    works_yen: int
    recovered_yen: int


@transaction.atomic
def add_head_lease(*, house: House, fields: HeadLeaseFields, by: Actor, at: datetime) -> HeadLease:
    """Note that the town, or a partner, has leased a house (借上げを登録する); its end is asked about long before.

    Raises UnableToLease where somebody leases the house already.
    """
    locked = House.objects.select_for_update(no_key=True).get(pk=house.pk)
    others = locked.head_leases.values_list("starts_on", "ends_before")
    answer = may_lease(fields["starts_on"], fields["ends_before"], others=others)
    if answer.refused:
        raise UnableToLease(answer)
    row: HeadLease = HeadLease.objects.create(house=house, made_at=at, **fields)
    after = {"house": house, "starts_on": row.starts_on, "ends_before": row.ends_before, "rent_yen": row.rent_yen}
    audit.record("stays.add_head_lease", row, by=by, at=at, after=after)
    _plan(row, by=by, at=at)
    return row


@transaction.atomic
def change_head_end(*, head_lease: HeadLease, ends_before: date, why: str, by: Actor, at: datetime) -> None:
    """Note that a head lease ends on another day (借上げの終わりを変える); no home may be let beyond it.

    Raises UnableToLease with all reasons.
    """
    house = House.objects.select_for_update(no_key=True).get(pk=head_lease.house_id)
    row = HeadLease.objects.select_for_update(of=("self",)).get(pk=head_lease.pk)
    let_until = row.tenancies.filter(status__in=KEEPS).values_list("ends_before", flat=True)
    answer = may_end_head_lease(starts_on=row.starts_on, ends_before=ends_before, let_until=let_until)
    others = house.head_leases.exclude(pk=row.pk).values_list("starts_on", "ends_before")
    for one in (answer, may_lease(row.starts_on, ends_before, others=others)):
        if one.refused:
            raise UnableToLease(one)
    audit.change(row, {"ends_before": ends_before}, version=None, by=by, at=at, why=why)
    _plan(row, by=by, at=at)


def _plan(row: HeadLease, *, by: Actor, at: datetime) -> None:
    followups.finish_caused_by(cause=HEAD_LEASE, reference=str(row.pk), by=by, at=at)
    for todo in todos_of_head_lease(starts_on=row.starts_on, ends_before=row.ends_before):
        followups.plan_follow_up(
            title=f"{todo.words}: {row.house.name}", due_on=business_day_from(max(todo.due_on, local_date(at))),
            cause=HEAD_LEASE, reference=str(row.pk), by=by, at=at,
        )  # fmt: skip
