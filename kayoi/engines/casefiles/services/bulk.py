"""Many files, engagements and notes at once, for imports and for what happened before the desk was opened.

They get the same keys and numbers as files that are opened one by one; the caller writes one audit entry for all.
"""

import collections
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from kayoi.engines.casefiles.models import (
    CaseFile,
    Counter,
    Engagement,
    EngagementKind,
    Household,
    HouseholdMember,
    Note,
    Wish,
)
from kayoi.engines.casefiles.services.files import FileFields, _keys
from kayoi.engines.casefiles.states import CaseFileStatus
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.text import bigrams

# Row by row, or by CASE and WHEN, this takes longer than all else; row-level security holds here too.
_TOUCH = """UPDATE casefiles_casefile AS f SET touched_at = v.moment
 FROM unnest(%s::bigint[], %s::timestamptz[]) AS v (id, moment) WHERE f.id = v.id"""


@dataclass(frozen=True)
class Happening:
    """What happened, to be written as an engagement without text.

    Those with one reference belong together, a question and its answer; without one they bear that of their entry.
    """

    kind: str
    occurred_at: datetime
    channel: str = ""
    reference: str = ""
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class Entry:
    """What is to be written on one file: one that is there (`file_id`), or a new one with these fields.

    A new one is opened now, or `opened_at` an earlier moment, which gives it a number of that fiscal year.
    """

    reference: str
    file_id: int | None = None
    fields: FileFields = field(default_factory=FileFields)
    interests: Sequence[str] = ()
    members: Sequence[dict[str, Any]] = ()
    happenings: Sequence[Happening] = ()
    notes: Sequence[str] = ()
    retention: str = "5"
    written_by: str = ""
    opened_at: datetime | None = None
    status: CaseFileStatus = CaseFileStatus.OPEN

    @property
    def last_at(self) -> datetime | None:
        """When the last of its events happened."""
        return max((happening.occurred_at for happening in self.happenings), default=None)


@dataclass
class Made:
    """Which rows an entry has become."""

    file_id: int
    opened: bool
    notes: list[int] = field(default_factory=list)
    wishes: list[int] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    touched_before: datetime | None = None


@transaction.atomic
def write_entries(*, entries: Sequence[Entry], cause: str, by: Actor, at: datetime) -> list[Made]:
    """Write many entries (まとめて記録する). The caller records the whole in the audit trail."""
    del by
    opened = _open([entry for entry in entries if entry.file_id is None], at=at)
    before = _touch([entry for entry in entries if entry.file_id is not None])
    made = [
        Made(opened[entry.reference].pk, opened=True)
        if entry.file_id is None
        else Made(entry.file_id, opened=False, touched_before=before[entry.file_id])
        for entry in entries
    ]
    _write_happenings(entries, made, cause)
    pairs = list(zip(entries, made, strict=True))
    notes = [(each, _note(entry, each, text, at)) for entry, each in pairs for text in entry.notes]
    wishes = [
        (each, Wish(case_file_id=each.file_id, interest=interest))
        for entry, each in pairs
        for interest in entry.interests
        if each.opened
    ]
    _insert(Note, [note for _, note in notes])
    _insert(Wish, [wish for _, wish in wishes])
    for each, note in notes:
        each.notes.append(note.pk)
    for each, wish in wishes:
        each.wishes.append(wish.pk)
    _write_members(pairs, opened)
    return made


def _open(entries: Sequence[Entry], *, at: datetime) -> dict[str, CaseFile]:
    """Open new files with numbers in a row; return them by the reference of their entry."""
    numbers = _numbers([fiscal_year(local_date(entry.opened_at or at)) for entry in entries])
    files: dict[str, CaseFile] = {}
    several = [entry for entry in entries if entry.members]
    households = Household.objects.bulk_create([Household(made_at=at) for _ in several])
    of_entry = {entry.reference: household for entry, household in zip(several, households, strict=True)}
    for entry, number in zip(entries, numbers, strict=True):
        file = CaseFile(
            **entry.fields,
            number=number,
            status=entry.status,
            household=of_entry.get(entry.reference),
            opened_at=entry.opened_at or at,
            touched_at=entry.last_at or at,
        )
        for name, value in _keys(file).items():
            setattr(file, name, value)
        file.search = _as_text(file.search)
        files[entry.reference] = file
    _insert(CaseFile, list(files.values()))
    return files


def _as_text(vector: Any) -> str:
    """Return the search column of a file as PostgreSQL writes it: a function call for each row would take a minute."""
    (words,) = vector.get_source_expressions()
    return _written(words.value)


def _written(terms: Iterable[str]) -> str:
    return " ".join("'" + term.replace("\\", "\\\\").replace("'", "''") + "'" for term in terms)


@lru_cache(maxsize=20_000)
def _terms(line: str) -> tuple[str, ...]:
    """Return the terms of a line of a note; a ledger repeats most of its lines (担当: 佐藤)."""
    return tuple(bigrams(line))


def _insert(model: type[TenantModel], rows: Sequence[Any]) -> None:
    """Insert many rows, one array a column, and give them their keys; what has a default of the database gets it."""
    if not rows:
        return
    for row in rows:
        row.claim()
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.has_db_default())]
    names = ", ".join(str(field.column) for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields]
    with connection.cursor() as cursor:
        sql = f"INSERT INTO {model._meta.db_table} ({names}) SELECT * FROM unnest({arrays}) RETURNING id"  # noqa: S608
        cursor.execute(sql, values)
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk


def _numbers(years: Sequence[int]) -> list[str]:
    """Take a number of each of these fiscal years, all of a year at once; two imports at once wait for each other."""
    numbers: dict[int, Iterator[int]] = {}
    for year, count in sorted(collections.Counter(years).items()):
        Counter.objects.get_or_create(fiscal_year=year)
        Counter.objects.filter(fiscal_year=year).update(last=F("last") + count)
        last: int = Counter.objects.get(fiscal_year=year).last
        numbers[year] = iter(range(last - count + 1, last + 1))
    return [f"{year}-{next(numbers[year]):05d}" for year in years]


def _touch(entries: Sequence[Entry]) -> dict[int, datetime]:
    """Move files that are there to their latest event; return when each was touched before."""
    latest: dict[int, datetime] = {}
    for entry in entries:
        assert entry.file_id is not None
        if moment := entry.last_at:
            latest[entry.file_id] = max(moment, latest.get(entry.file_id, moment))
    ids = {entry.file_id for entry in entries if entry.file_id is not None}
    before = dict(CaseFile.objects.filter(pk__in=ids).values_list("pk", "touched_at"))
    _set_touched({pk: moment for pk, moment in latest.items() if moment > before[pk]})
    return before


def _set_touched(moments: Mapping[int, datetime]) -> None:
    """Set when files were last touched, in one statement."""
    if moments:
        with connection.cursor() as cursor:
            cursor.execute(_TOUCH, [list(moments.keys()), list(moments.values())])


def _write_happenings(entries: Sequence[Entry], made: Sequence[Made], cause: str) -> None:
    units = dict(EngagementKind.objects.values_list("code", "unit"))
    engagements = [
        Engagement(
            case_file_id=each.file_id, kind_id=one.kind, occurred_at=one.occurred_at, channel=one.channel,
            quantity=one.quantity, unit=units[one.kind], cause=cause, reference=one.reference or entry.reference,
        )
        for entry, each in zip(entries, made, strict=True)
        for one in entry.happenings
    ]  # fmt: skip
    _insert(Engagement, engagements)


def _note(entry: Entry, made: Made, text: str, at: datetime) -> Note:
    return Note(
        case_file_id=made.file_id, text=text, retention=entry.retention, written_at=entry.last_at or at,
        written_by=entry.written_by,
        search=_written(dict.fromkeys(term for line in text.splitlines() for term in _terms(line))),
    )  # fmt: skip


def _write_members(pairs: Iterable[tuple[Entry, Made]], opened: dict[str, CaseFile]) -> None:
    rows = [
        (made, HouseholdMember(household=opened[entry.reference].household, **_dated(member)))
        for entry, made in pairs
        if made.opened
        for member in entry.members
    ]
    HouseholdMember.objects.bulk_create([row for _, row in rows])
    for made, row in rows:
        made.members.append(row.pk)


def _dated(member: dict[str, Any]) -> dict[str, Any]:
    birth = member.get("birth_on")
    return {**member, "birth_on": date.fromisoformat(birth) if isinstance(birth, str) else birth}
