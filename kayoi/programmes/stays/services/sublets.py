"""What a partner does with the homes that it lets: households proposed to the town, inspections written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.stays.models import Proposal, Room, SubLessor, SubletInspection, Tenancy
from kayoi.programmes.stays.selectors.tenancies import head_lease_for, may_note_of
from kayoi.programmes.stays.services.sublets_rent import UnableToSublet
from kayoi.programmes.stays.services.tenancies import Wanted, apply_tenancy
from kayoi.programmes.stays.states.sublets import PROPOSAL, Found, InspectedWhen, ProposalStatus
from kayoi.programmes.stays.states.tenancies import Contract, TenancyStatus

ANSWER_WITHIN_DAYS = 5
FORGET_AFTER_DAYS = 90
# Of a household that comes to nothing, nothing is kept that says who it was.
FORGOTTEN = {"name": "", "phone": "", "words": ""}


@dataclass(frozen=True)
class Proposed:
    """A household that a partner proposes: who, for which room and days, why."""

    room: Room
    name: str
    phone: str
    persons: int
    starts_on: date
    ends_before: date
    words: str


@dataclass(frozen=True)
class Looked:
    """How a partner found a home."""

    occasion: InspectedWhen
    inspected_on: date
    found: Found
    words: str = ""


@transaction.atomic
def inspect_sublet(*, tenancy: Tenancy, looked: Looked, key: UUID, by: Actor, at: datetime) -> SubletInspection:
    """Write how a partner found a home (点検を書く); the same key is one. Raises UnableToSublet."""
    row = Tenancy.objects.select_for_update(of=("self",)).select_related("head_lease").get(pk=tenancy.pk)
    known: SubletInspection | None = SubletInspection.objects.filter(key=key).first()
    if known is not None:
        return known
    # Before they move in, the home that was promised to them is looked at.
    answer = may_note_of(row, also=[TenancyStatus.DECIDED] if looked.occasion == InspectedWhen.BEFORE else [])
    if answer.refused:
        raise UnableToSublet(answer)
    made: SubletInspection = SubletInspection.objects.create(
        tenancy=row, occasion=looked.occasion, inspected_on=looked.inspected_on, found=looked.found,
        words=looked.words, key=key, inspected_by=by.name, noted_at=at,
    )  # fmt: skip
    after = {"tenancy": row, "occasion": looked.occasion, "found": looked.found}
    audit.record("stays.inspect_sublet", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def propose_household(
    *, sub_lessor: SubLessor, proposed: Proposed, key: UUID, by: Actor, at: datetime
) -> Proposal:  # fmt: skip
    """Propose a household for a room (世帯を推薦する): the town answers and decides; the same key is one.

    Raises UnableToSublet where the partner does not let the room from the first day on.
    """
    # Pressed twice at once, the second waits here and finds the first.
    lessor = SubLessor.objects.select_for_update(no_key=True).get(pk=sub_lessor.pk)
    known: Proposal | None = Proposal.objects.filter(key=key).first()
    if known is not None:
        return known
    head = head_lease_for(proposed.room.house, proposed.starts_on)
    if head is None or head.sub_lessor_id != lessor.pk:
        raise UnableToSublet(verdict([Reason("tenancies.not_their_room")]))
    if proposed.ends_before > head.ends_before:
        raise UnableToSublet(verdict([Reason("tenancies.beyond_head_lease", {"until": head.ends_on.isoformat()})]))
    made: Proposal = Proposal.objects.create(
        sub_lessor=lessor, room=proposed.room, name=proposed.name, phone=proposed.phone, persons=proposed.persons,
        starts_on=proposed.starts_on, ends_before=proposed.ends_before, words=proposed.words, key=key,
        proposed_by=by.name, proposed_at=at,
    )  # fmt: skip
    audit.record("stays.propose_household", made, by=by, at=at, after={"room": made.room, "persons": made.persons})
    followups.plan_follow_up(
        title=f"団体からの入居の推薦に答える: {proposed.room.house.name}",
        due_on=business_days_later(local_date(at), ANSWER_WITHIN_DAYS), cause=PROPOSAL, reference=str(made.pk), by=by,
        at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def take_proposal(*, proposal: Proposal, case_file: CaseFile, by: Actor, at: datetime) -> Tenancy:
    """Make an application of a proposal (推薦を申込みにする): the room is held; somebody else decides it.

    Name and number go: the case file has them. Raises UnableToLet, UnableToBook, UnableToMove.
    """
    row = (
        Proposal.objects.select_for_update(of=("self",)).select_related("room__house", "room__unit").get(pk=proposal.pk)
    )
    audit.move(row, "take", by=by, at=at, also={"name": "", "phone": ""})
    wanted = Wanted(row.room, Contract.SUBLEASE, row.starts_on, row.ends_before, row.persons)
    made = apply_tenancy(wanted=wanted, case_file=case_file, by=by, at=at)
    audit.change(row, {"tenancy": made}, version=None, by=by, at=at)
    followups.finish_caused_by(cause=PROPOSAL, reference=str(row.pk), by=by, at=at)
    return made


@transaction.atomic
def decline_proposal(*, proposal: Proposal, why: str, by: Actor, at: datetime) -> None:
    """Answer that a household is not taken (推薦を見送る), with the reason for the partner. Raises UnableToMove."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    audit.move(row, "decline", by=by, at=at, why=why, also={"why": why, **FORGOTTEN})
    followups.finish_caused_by(cause=PROPOSAL, reference=str(row.pk), by=by, at=at)


@transaction.atomic
def lapse_proposals(*, by: Actor, at: datetime) -> int:
    """Forget whom partners have proposed and nobody has answered (推薦を終わらせる); return how many."""
    rows = Proposal.objects.filter(
        status=ProposalStatus.PROPOSED, proposed_at__lt=at - timedelta(days=FORGET_AFTER_DAYS)
    )
    waiting = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in waiting:
        audit.move(row, "lapse", by=by, at=at, also=FORGOTTEN)
        followups.finish_caused_by(cause=PROPOSAL, reference=str(row.pk), by=by, at=at)
    return len(waiting)
