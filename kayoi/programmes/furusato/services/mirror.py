"""The mirror of the national register: what people claim, what files confirm. The register itself is the nation's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import NationalStatus, RegistryFile, RegistryRow
from kayoi.programmes.furusato.rules.national import prefecture_of, prefectures_along
from kayoi.programmes.furusato.selectors.mirror import file_that_claims
from kayoi.programmes.furusato.states import Certainty, RowState, Standing, Tier


@dataclass(frozen=True)
class Told:
    """What is told of one national registration, by a person or by a row of a file."""

    body_code: str
    tier: Tier
    standing: Standing = Standing.ACTIVE
    external_id: str = ""
    registered_on: date | None = None
    renew_by: date | None = None
    ended_on: date | None = None
    name: str = ""
    kana: str = ""
    birth_on: date | None = None
    place_code: str = ""
    line: int = 0


@transaction.atomic
def claim_status(*, file: CaseFile, told: Told, by: Actor, at: datetime) -> NationalStatus:
    """Write what somebody says of a national registration of theirs (本人の申告). What a file confirmed stays so.

    Where the nation's id was known once and its time is over, the next file finds the person by name and birthday.
    """
    CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=file.pk)
    known = _active(file, told.body_code)
    if known is None:
        known = NationalStatus.objects.create(
            case_file=file, body_code=told.body_code, tier=told.tier, registered_on=told.registered_on,
            renew_by=told.renew_by, seen_on=local_date(at),
        )  # fmt: skip
        audit.record("furusato.claim", known, by=by, at=at, after={"body": told.body_code, "tier": told.tier})
    elif known.certainty != Certainty.CONFIRMED:
        changes = {
            "tier": told.tier, "registered_on": told.registered_on, "renew_by": told.renew_by,
            "certainty": Certainty.CLAIMED, "is_automatic": False, "external_id": "", "seen_on": local_date(at),
        }  # fmt: skip
        audit.change(known, changes, version=None, by=by, at=at)
    keep_prefectures(file=file, by=by, at=at)
    return known


@transaction.atomic
def end_status(*, status: NationalStatus, on: date, why: str, by: Actor, at: datetime) -> bool:
    """Write that a national registration is over, as the person says (終わったと申し出る).

    Return whether it was written: what a file confirmed, or what is over, stays so.
    """
    status.refresh_from_db(from_queryset=NationalStatus.objects.select_for_update())
    if status.certainty == Certainty.CONFIRMED or status.standing != Standing.ACTIVE:
        return False
    changes = {"standing": Standing.ENDED, "ended_on": on, "seen_on": local_date(at)}
    audit.change(status, changes, version=None, by=by, at=at, why=why)
    keep_prefectures(file=status.case_file, by=by, at=at)
    return True


def _active(file: CaseFile, body_code: str) -> NationalStatus | None:
    rows = NationalStatus.objects.filter(case_file__in=family_ids(file), standing=Standing.ACTIVE)
    return rows.select_for_update().filter(body_code=body_code).order_by("pk").first()


@transaction.atomic
def keep_prefectures(*, file: CaseFile, by: Actor, at: datetime) -> None:
    """Let the prefectures that come along with municipalities stand in the mirror, and no others (同時登録).

    They are premium as long as one of their municipalities is.
    """
    rows = NationalStatus.objects.filter(case_file__in=family_ids(file), standing=Standing.ACTIVE)
    active = list(rows.order_by("pk"))
    itself = {one.body_code for one in active if _is_prefecture(one.body_code) and not one.is_automatic}
    municipal = [one for one in active if not _is_prefecture(one.body_code)]
    along = prefectures_along((one.body_code for one in municipal), by_itself=itself)
    have = {one.body_code: one for one in active if one.is_automatic}
    for code in sorted(along):
        there = [one for one in municipal if prefecture_of(one.body_code) == code]
        because = next((one for one in there if one.tier == Tier.PREMIUM), there[0])
        if code in have:
            if have[code].tier != because.tier:
                changes = {"tier": because.tier, "seen_on": local_date(at)}
                audit.change(have[code], changes, version=None, by=by, at=at, why="同時登録")
            continue
        made = NationalStatus.objects.create(
            case_file=file, body_code=code, tier=because.tier, certainty=Certainty.UNKNOWN, is_automatic=True,
            registered_on=because.registered_on, seen_on=local_date(at),
        )  # fmt: skip
        audit.record("furusato.along", made, by=by, at=at, after={"body": code, "because": because.body_code})
    for code in sorted(have.keys() - along):
        changes = {"standing": Standing.ENDED, "ended_on": local_date(at), "seen_on": local_date(at)}
        audit.change(have[code], changes, version=None, by=by, at=at, why="同時登録の終わり")


def _is_prefecture(code: str) -> bool:
    return code[2:5] == "000"


@dataclass(frozen=True)
class TakenIn:
    """A file that was taken in: how many rows found their person, how many wait; whether it had come before."""

    file: RegistryFile
    taken: int
    waiting: int
    is_known: bool = False


@transaction.atomic
def take_in(*, rows: Sequence[Told], name: str, digest: str, by: Actor, at: datetime) -> TakenIn:
    """Take in a file of the national register (国のファイルを取り込む). The same file again changes nothing.

    A row is whose id is known, or who claims this registration under this name and birthday; the others wait for
    staff, who say whose they are. A name alone finds nobody.
    """
    known = RegistryFile.objects.filter(digest=digest, is_outgoing=False).first()
    if known is not None:
        waiting = known.rows.filter(state=RowState.WAITING).count()
        return TakenIn(known, known.rows.filter(state=RowState.TAKEN).count(), waiting, is_known=True)
    file = RegistryFile.objects.create(
        name=name[:200], digest=digest, rows_count=len(rows), handled_at=at, handled_by_id=by.membership_id
    )
    taken = 0
    for told in rows:
        row = _row_of(file, told)
        if (whose := _whose(told)) is not None:
            take_row(row=row, file=whose, by=by, at=at)
            taken += 1
    audit.record("furusato.take_in", file, by=by, at=at, after={"rows": len(rows), "taken": taken})
    return TakenIn(file, taken, len(rows) - taken)


def _row_of(file: RegistryFile, told: Told) -> RegistryRow:
    fields = {name: getattr(told, name) for name in ROW}
    return RegistryRow.objects.create(file=file, **fields)


# A row names its person until it is known whose it is; afterwards the case file does, or nobody has to know.
NOBODY: dict[str, Any] = {"name": "", "kana": "", "birth_on": None, "place_code": ""}
WAITS = timedelta(days=365)
ROW = (
    "line", "external_id", "body_code", "tier", "standing", "registered_on", "renew_by", "ended_on", "name", "kana",
    "birth_on", "place_code",
)  # fmt: skip


def _whose(told: Told) -> CaseFile | None:
    rows = NationalStatus.objects.filter(body_code=told.body_code, external_id=told.external_id)
    known = rows.select_related("case_file").first()
    return known.case_file if known else file_that_claims(told.body_code, name=told.name, birth_on=told.birth_on)


@transaction.atomic
def take_row(*, row: RegistryRow, file: CaseFile, by: Actor, at: datetime) -> NationalStatus:
    """Confirm a national registration by a row of a file (国のファイルで確認する)."""
    CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=file.pk)
    known = (
        NationalStatus.objects.select_for_update()
        .filter(body_code=row.body_code, external_id=row.external_id)
        .order_by("pk")
        .first()
    ) or _active(file, row.body_code)
    fields: dict[str, Any] = {
        "external_id": row.external_id, "tier": row.tier, "standing": row.standing,
        "certainty": Certainty.CONFIRMED, "is_automatic": False, "ended_on": row.ended_on,
        "seen_on": local_date(row.file.handled_at),
    }  # fmt: skip
    # A file that does not tell a day takes away none that is known.
    days = {"registered_on": row.registered_on, "renew_by": row.renew_by}
    fields |= {name: day for name, day in days.items() if day is not None}
    if known is None:
        known = NationalStatus.objects.create(case_file=file, body_code=row.body_code, **fields)
        audit.record("furusato.confirm", known, by=by, at=at, after={"body": row.body_code, "tier": row.tier})
    else:
        audit.change(known, fields, version=None, by=by, at=at, why="国のファイルで確認")
    RegistryRow.objects.filter(pk=row.pk).update(state=RowState.TAKEN, case_file=file, **NOBODY)
    keep_prefectures(file=file, by=by, at=at)
    return known


@transaction.atomic
def drop_row(*, row: RegistryRow, why: str, by: Actor, at: datetime) -> None:
    """Leave a row of a file out (取り込まない), with a reason; who it was is forgotten."""
    audit.change(row, {"state": RowState.DROPPED}, version=None, by=by, at=at, why=why)
    RegistryRow.objects.filter(pk=row.pk).update(**NOBODY)


@transaction.atomic
def drop_old_rows(*, by: Actor, at: datetime) -> int:
    """Leave out the rows that nobody was found for within a year (1年たっても不明の行); return how many."""
    rows = RegistryRow.objects.filter(state=RowState.WAITING, file__handled_at__lt=at - WAITS)
    for row in rows:
        drop_row(row=row, why="1年たっても、だれの登録か分からなかった", by=by, at=at)
    return len(rows)


@transaction.atomic
def note_sent(*, name: str, digest: str, count: int, by: Actor, at: datetime) -> RegistryFile:
    """Write down a file that was made for the national register (国へ渡すファイルの記録); the same one is one."""
    file, made = RegistryFile.objects.get_or_create(
        digest=digest, is_outgoing=True,
        defaults={"name": name, "rows_count": count, "handled_at": at, "handled_by_id": by.membership_id},
    )  # fmt: skip
    if made:
        audit.record("furusato.hand_out", file, by=by, at=at, after={"rows": count})
    return file
