"""Write down a group at an event, from the stand, from a card, or sent later from a phone: exactly once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, ContactBasis, Interest, Route
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_reference
from kayoi.programmes.fairs.models import Brochure, Event, Visit
from kayoi.programmes.fairs.selectors import visit_sent_before
from kayoi.programmes.fairs.services.brochures import Wanted, request_brochures
from kayoi.programmes.fairs.states import CAUSE_VISIT, ENGAGEMENTS, EventKind, Way


@dataclass(frozen=True)
class Guest:
    """One group: how many, what is counted of it, and – only with consent – what to write on a file."""

    persons: int
    way: Way
    visited_at: datetime
    prefecture: str = ""
    household_type: str = ""
    age_band: str = ""
    interests: frozenset[Interest] = frozenset()
    remark: str = ""
    fields: casefiles.FileFields | None = None  # None: no name, no contact, no file
    consents: frozenset[ConsentPurpose] = frozenset()
    versions: Mapping[ConsentPurpose, str] = field(default_factory=dict)  # of the words that were shown
    brochures: Sequence[Brochure] = field(default=())
    client_key: UUID | None = None


@transaction.atomic
def record_visit(*, event: Event, guest: Guest, by: Actor, at: datetime) -> Visit:
    """Write down a group that came (来場を記録する); with a file where it left a name or a contact.

    The same client_key twice is one visit: sent again after a crash, by two tabs, by a hand that pressed twice.
    """
    if known := visit_sent_before(guest.client_key):
        return known
    try:
        with transaction.atomic():
            return _write(event, guest, by=by, at=at)
    except IntegrityError:  # two at once: the first one counts
        known = visit_sent_before(guest.client_key)
        if known is None:
            raise
        return known


def _write(event: Event, guest: Guest, *, by: Actor, at: datetime) -> Visit:
    # The row comes first: a second sending of the same key waits here, before a file or a number is taken.
    visit = Visit.objects.create(
        event=event,
        persons=guest.persons,
        way=guest.way,
        visited_at=guest.visited_at,
        prefecture=guest.prefecture,
        household_type=guest.household_type,
        age_band=guest.age_band,
        interests=sorted(guest.interests),
        remark="" if guest.fields else guest.remark,
        receipt=new_reference(),
        client_key=guest.client_key,
    )
    file = _open_file(guest, by=by, at=at) if guest.fields is not None else None
    if file is not None:
        Visit.objects.filter(pk=visit.pk).update(case_file=file)
        visit.case_file = file
        kind = ENGAGEMENTS[EventKind.of(event.kind)]
        casefiles.add_engagement(
            file=file, kind=kind, occurred_at=guest.visited_at, channel=Channel.EVENT, quantity=Decimal(guest.persons),
            cause=CAUSE_VISIT, reference=str(visit.pk), by=by, at=at,
        )  # fmt: skip
        if guest.brochures:
            wanted = Wanted(guest.brochures, Channel.EVENT, guest.visited_at, client_key=guest.client_key)
            request_brochures(file=file, wanted=wanted, by=by, at=at)
    after: dict[str, Any] = {"event": event, "persons": guest.persons, "case_file": file, "way": guest.way}
    audit.record("fairs.record_visit", visit, by=by, at=at, after=after)
    return visit


def _open_file(guest: Guest, *, by: Actor, at: datetime) -> CaseFile:
    """Open a file for somebody who left a name or contact; staff see whether there is one already (doubles_at)."""
    assert guest.fields is not None
    counted: casefiles.FileFields = {
        "place_code": guest.prefecture,
        "household_type": guest.household_type,
        "age_band": guest.age_band,
        "route": Route.FAIR,
        "contact_basis": ContactBasis.GIVEN,
    }
    file = casefiles.open_case_file(fields={**counted, **guest.fields}, by=by, at=at)
    for purpose in sorted(guest.consents):
        casefiles.give_consent(
            file=file, purpose=purpose, channel=Channel.EVENT, given_at=guest.visited_at,
            version=guest.versions.get(purpose, ""), by=by, at=at,
        )  # fmt: skip
    if guest.interests:
        casefiles.set_wishes(file=file, interests=set(guest.interests), by=by, at=at)
    if guest.remark:
        casefiles.add_note(file=file, text=guest.remark, by=by, at=at)
    return file


@transaction.atomic
def same_person(*, visit: Visit, other: CaseFile, by: Actor, at: datetime) -> None:
    """Add a visit to the file that somebody has already (同じ人の個票に加える). Raises UnableToMerge."""
    assert visit.case_file is not None
    casefiles.merge_case_files(source=visit.case_file, target=other, by=by, at=at, why="イベントのカードの照合")


@transaction.atomic
def two_persons(*, visit: Visit, other: CaseFile, by: Actor, at: datetime) -> None:
    """Say that these are two persons (別の人と確認する); they are not suggested again."""
    assert visit.case_file is not None
    casefiles.say_distinct(first=visit.case_file, second=other, by=by, at=at)
