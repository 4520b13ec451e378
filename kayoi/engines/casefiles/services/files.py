"""Open, change, close and assign case files; keep their search column and keys."""

from datetime import date, datetime
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import F

from kayoi.engines.casefiles.models import (
    Attachment,
    CaseFile,
    Counter,
    Household,
    HouseholdMember,
    Wish,
)
from kayoi.engines.casefiles.models.searching import vector
from kayoi.engines.casefiles.rules import search_terms
from kayoi.engines.casefiles.services.notes import add_engagement
from kayoi.engines.casefiles.states import CaseFileStatus, Channel, Interest
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.identity.models import Membership, Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.text import email_key, kana_key, name_key, phone_key

IDENTIFYING = ("name", "kana", "phone", "email", "address")


class FileFields(TypedDict, total=False):
    """What can be written on a case file."""

    name: str
    kana: str
    birth_on: date | None
    phone: str
    email: str
    postal_code: str
    place_code: str
    address: str
    language: str
    contact_care: str
    wished_on: str
    stage: str
    lifestyle: str
    why_here: str
    route: str
    household_type: str
    age_band: str
    contact_basis: str
    collected_for: str


@transaction.atomic
def open_case_file(
    *, fields: FileFields, person: Person | None = None, status: CaseFileStatus = CaseFileStatus.OPEN, by: Actor,
    at: datetime,
) -> CaseFile:  # fmt: skip
    """Open a file on somebody (個票を作る), with or without a log-in."""
    file = CaseFile(**fields, number=_next_number(at), person=person, status=status, opened_at=at, touched_at=at)
    for name, value in _keys(file).items():
        setattr(file, name, value)
    file.save()
    audit.record("casefiles.open", file, by=by, at=at, after={"number": file.number, "person": file.person_id})
    return file


@transaction.atomic
def change_case_file(
    *, file: CaseFile, changes: FileFields, version: int, by: Actor, at: datetime, why: str = ""
) -> dict[str, Any]:
    """Change what stands on a file (個票を書き換える); return what was there before. Raises ChangedMeanwhile."""
    before = audit.change(file, dict(changes), version=version, by=by, at=at, why=why)
    if set(before) & set(IDENTIFYING):
        CaseFile.objects.filter(pk=file.pk).update(**_keys(file))
    if before:
        CaseFile.objects.filter(pk=file.pk, touched_at__lt=at).update(touched_at=at)
    return before


@transaction.atomic
def close_case_file(*, file: CaseFile, by: Actor, at: datetime, why: str) -> None:
    """Close a file: nothing more is to be done (対応を終える)."""
    audit.move(file, "close", by=by, at=at, why=why)


@transaction.atomic
def reopen_case_file(*, file: CaseFile, by: Actor, at: datetime) -> None:
    """Open a closed file again (対応を再開する)."""
    audit.move(file, "reopen", by=by, at=at)


@transaction.atomic
def assign_case_file(*, file: CaseFile, to: Membership | None, by: Actor, at: datetime) -> None:
    """Say who looks after this person (担当を決める)."""
    audit.change(file, {"assigned_to": to}, version=None, by=by, at=at)


@transaction.atomic
def set_wishes(*, file: CaseFile, interests: set[Interest], by: Actor, at: datetime) -> None:
    """Set what the person is interested in (関心を書く)."""
    before = set(Wish.objects.filter(case_file=file).values_list("interest", flat=True))
    if before == interests:
        return
    Wish.objects.filter(case_file=file).exclude(interest__in=interests).delete()
    Wish.objects.bulk_create(Wish(case_file=file, interest=interest) for interest in sorted(interests - before))
    audit.record("casefiles.set_wishes", file, by=by, at=at, before={"is": before}, after={"is": interests})


@transaction.atomic
def add_household_member(*, file: CaseFile, fields: dict[str, Any], by: Actor, at: datetime) -> HouseholdMember:
    """Write somebody of the household on the file (世帯員を加える)."""
    household = CaseFile.objects.select_for_update(of=["self"]).get(pk=file.pk).household
    if household is None:
        household = Household.objects.create(made_at=at)
        CaseFile.objects.filter(pk=file.pk).update(household=household)
    member = HouseholdMember.objects.create(household=household, **fields)
    audit.record("casefiles.add_household_member", file, by=by, at=at, after={"relation": member.relation})
    file.refresh_from_db()
    return member


@transaction.atomic
def remove_household_member(*, file: CaseFile, member: HouseholdMember, by: Actor, at: datetime) -> None:
    """Take somebody off the household (世帯員を外す)."""
    audit.record("casefiles.remove_household_member", file, by=by, at=at, before={"relation": member.relation})
    member.delete()


@transaction.atomic
def attach_file(*, file: CaseFile, stored: StoredFile, from_person: bool, by: Actor, at: datetime) -> Attachment:
    """Attach a picture or paper to a file (ファイルを添える)."""
    attachment = Attachment.objects.create(
        case_file=file,
        file=stored,
        name=stored.name,
        size_bytes=stored.size_bytes,
        from_person=from_person,
        attached_at=at,
    )
    channel = Channel.PORTAL if from_person else Channel.COUNTER
    add_engagement(
        file=file, kind="file_received", occurred_at=at, channel=channel,
        cause="casefiles.Attachment", reference=str(attachment.pk), by=by, at=at,
    )  # fmt: skip
    audit.record("casefiles.attach", attachment, by=by, at=at, after={"file": stored, "case_file": file})
    return attachment


@transaction.atomic
def renew_search(*, organization: Organization, by: Actor, at: datetime) -> int:
    """Write keys and search columns of all files anew (検索キーを作り直す), as after an upgrade."""
    count = 0
    for file in CaseFile.objects.without_search().select_for_update(of=["self"]).iterator(chunk_size=2000):
        CaseFile.objects.filter(pk=file.pk).update(**_keys(file))
        count += 1
    audit.record("casefiles.renew_search", organization, by=by, at=at, after={"files": count})
    return count


def view_case_file(*, file: CaseFile, by: Actor, at: datetime, why: str = "") -> None:
    """Write down that somebody looked at a personal file (個票を見た記録)."""
    audit.record("casefiles.view", file, by=by, at=at, why=why)


def _next_number(at: datetime) -> str:
    """Give the next number of the fiscal year, such as 2026-00012; two at once wait for each other."""
    year = fiscal_year(local_date(at))
    Counter.objects.get_or_create(fiscal_year=year)
    Counter.objects.filter(fiscal_year=year).update(last=F("last") + 1)
    return f"{year}-{Counter.objects.get(fiscal_year=year).last:05d}"


def _keys(file: CaseFile) -> dict[str, Any]:
    """Return the normal forms of a file and its search column."""
    others = [file.address, file.email, file.number]
    return {
        "name_key": name_key(file.name)[:100],
        "kana_key": kana_key(file.kana)[:100],
        "phone_key": phone_key(file.phone)[:60],
        "email_key": email_key(file.email)[:254],
        "search": vector(search_terms(name=file.name, kana=file.kana, phone=file.phone, others=others)),
    }
