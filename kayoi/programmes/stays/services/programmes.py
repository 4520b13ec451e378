"""Programmes for which houses are kept: their rows, the entries of families, and what follows when one ends."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_day_from, local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import House, ProgrammeEntry, StayProgramme
from kayoi.programmes.stays.rules.programmes import may_ask_by_entry, may_give_entry
from kayoi.programmes.stays.selectors.programmes import entry_by_code, facts_of_entry, given_entries, live_stays
from kayoi.programmes.stays.states.programmes import ENTRY


class UnableToGiveEntry(Refused):
    """All places of the programme are given, or the entry has ended."""


class UnableToEnter(Refused):
    """The code is of no running entry of the programme, or the days are not in its period."""


@transaction.atomic
def set_programme(
    *, programme: StayProgramme | None, fields: dict[str, Any], houses: Sequence[House], version: int, by: Actor,
    at: datetime,
) -> StayProgramme:  # fmt: skip
    """Enter a programme's row and the houses kept for it, or change them (事業と充てる家を登録する).

    Raises UnableToGiveEntry where more entries are given than it would have places, or people stay in a house that
    would be kept for others than now; ChangedMeanwhile.
    """
    if programme is None:
        row: StayProgramme = StayProgramme.objects.create(**fields)
        audit.record("stays.add_programme", row, by=by, at=at, after=dict(fields))
    else:
        row = StayProgramme.objects.select_for_update().get(pk=programme.pk)
        given = len(given_entries(row.entries.all(), on=local_date(at)))
        if given > fields["places"]:
            raise UnableToGiveEntry(verdict([Reason("stays.fewer_places", {"given": given})]))
        audit.change(row, fields, version=version, by=by, at=at)
    _keep(row, {one.pk for one in houses}, by=by, at=at)
    return row


def _keep(row: StayProgramme, houses: set[int], *, by: Actor, at: datetime) -> None:
    concerned = House.objects.filter(Q(kept_for=row) | Q(pk__in=houses)).order_by("pk").select_for_update(no_key=True)
    # Houses are locked as by whoever asks for one: nobody begins a stay by what holds no more.
    changed = [one for one in concerned if (one.kept_for_id == row.pk) != (one.pk in houses)]
    stays = live_stays().filter(room__house__in=changed).exclude(application=None)
    lived_in = sorted({stay.room.house.name for stay in stays})
    if lived_in:
        raise UnableToGiveEntry(verdict(Reason("stays.house_in_use", {"house": name}) for name in lived_in))
    for house in changed:
        audit.change(house, {"kept_for": row if house.pk in houses else None}, version=None, by=by, at=at)


@transaction.atomic
def give_entry(*, programme: StayProgramme, label: str, by: Actor, at: datetime) -> ProgrammeEntry:
    """Give a family of a programme the code by which they ask for a house (受入れの決まった家庭に符号を渡す).

    Raises UnableToGiveEntry where all places are given.
    """
    row = StayProgramme.objects.select_for_update().get(pk=programme.pk)
    taken = {one.place for one in given_entries(row.entries.all(), on=local_date(at))}
    answer = may_give_entry(places=row.places, given=len(taken))
    if answer.refused:
        raise UnableToGiveEntry(answer)
    place = next(number for number in range(1, row.places + len(taken) + 1) if number not in taken)
    made: ProgrammeEntry = ProgrammeEntry.objects.create(
        programme=row, place=place, code=new_reference(), label=label, given_at=at
    )
    audit.record("stays.give_entry", made, by=by, at=at, after={"programme": row, "label": label})
    return made


@transaction.atomic
def end_entry(*, entry: ProgrammeEntry, ended_on: date, why: str, by: Actor, at: datetime) -> int:
    """Note that a programme takes a family no more (受入れの終わりを記録する); return how many stays are left.

    Each is a follow-up: staff find another house, or end the stay. Raises UnableToGiveEntry if it ended before.
    """
    row = ProgrammeEntry.objects.select_for_update(of=("self",)).select_related("programme").get(pk=entry.pk)
    if row.ended_on is not None:
        raise UnableToGiveEntry(verdict([Reason("stays.entry_over")]))
    audit.change(row, {"ended_on": ended_on, "why": why}, version=None, by=by, at=at, why=why)
    stays = list(live_stays().filter(entry=row).select_related("case_file"))
    for stay in stays:
        followups.plan_follow_up(
            title=f"{row.programme.name}の受入れが終わる。別の住まいを探すか、滞在を終える: {stay.room.house.name}",
            due_on=business_day_from(max(ended_on, local_date(at))), case_file=stay.case_file,
            owner=stay.case_file.assigned_to if stay.case_file else None, cause=ENTRY, reference=str(row.pk),
            by=by, at=at,
        )  # fmt: skip
    return len(stays)


def entry_for(
    *, house: House, code: str, arrives_on: date, leaves_on: date, by: Actor, at: datetime
) -> ProgrammeEntry | None:
    """Return the entry by which somebody asks for a house, locked; None for one that is kept for no programme.

    Raises UnableToEnter.
    """
    if house.kept_for_id is None:
        return None
    entry = entry_by_code(code)
    if entry is not None:
        rows = ProgrammeEntry.objects.select_for_update(of=("self",)).select_related("programme")
        entry = rows.get(pk=entry.pk)
    answer = may_ask_by_entry(
        house.kept_for_id, facts_of_entry(entry) if entry else None, arrives_on=arrives_on, leaves_on=leaves_on,
        on=local_date(at),
    )  # fmt: skip
    if answer.refused:
        raise UnableToEnter(answer)
    if entry is not None:
        audit.record("stays.use_entry", entry, by=by, at=at, after={"house": house})
    return entry
