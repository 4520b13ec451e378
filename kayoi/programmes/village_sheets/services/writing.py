"""Name districts, begin editions, write what a sheet says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.village_sheets.models import District, Item, Sheet
from kayoi.programmes.village_sheets.rules import forbidden_words
from kayoi.programmes.village_sheets.states import MOST_SIGNS, SheetStatus, SourceKind


class UnableToName(Refused):
    """The name or the words may not stand on a sheet."""


@dataclass(frozen=True)
class ItemFields:
    """What is said on one item."""

    code: str
    number: Decimal | None
    choice: str
    as_of: date
    source_kind: SourceKind
    source: str


@dataclass(frozen=True)
class SheetFields:
    """What a sheet says beside its items, and who of the district has confirmed it."""

    text: str = ""
    text_en: str = ""
    chief_role: str = ""
    chief_on: date | None = None
    chief_how: str = ""


@transaction.atomic
def add_district(*, name: str, kana: str, name_en: str = "", block_code: str = "", by: Actor, at: datetime) -> District:
    """Add a district with an empty first edition (地区を加える). Raises UnableToName, IntegrityError."""
    _refuse_words(name, kana, name_en)
    district = District.objects.create(name=name, kana=kana, name_en=name_en, block_code=block_code)
    audit.record("village_sheets.add_district", district, by=by, at=at, after={"name": name})
    begin_edition(district=district, by=by, at=at)
    return district


@transaction.atomic
def begin_edition(*, district: District, by: Actor, at: datetime) -> Sheet:
    """Begin the next edition of a district's sheet (新しい版を始める) with what the last one said.

    One that is in work already is returned as it is.
    """
    District.objects.select_for_update().get(pk=district.pk)
    last = Sheet.objects.filter(district=district).order_by("-edition").first()
    if last is not None and last.status in (SheetStatus.DRAFT, SheetStatus.CHECKED):
        return last
    sheet = Sheet.objects.create(
        district=district,
        edition=last.edition + 1 if last else 1,
        text=last.text if last else "",
        text_en=last.text_en if last else "",
    )
    items = Item.objects.filter(sheet=last).order_by("pk") if last else []
    Item.objects.bulk_create(
        Item(sheet=sheet, code=item.code, number=item.number, choice=item.choice, as_of=item.as_of,
             source_kind=item.source_kind, source=item.source)
        for item in items
    )  # fmt: skip
    audit.record("village_sheets.begin_edition", sheet, by=by, at=at, after={"edition": sheet.edition})
    return sheet


@transaction.atomic
def write_sheet(
    *, sheet: Sheet, fields: SheetFields, items: Sequence[ItemFields], version: int, by: Actor, at: datetime
) -> None:
    """Write what a draft says (シートを書く). Raises UnableToName for forbidden words, ChangedMeanwhile."""
    _refuse_words(fields.text, fields.text_en, fields.chief_role, *(item.source for item in items))
    locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.status != SheetStatus.DRAFT:
        raise ChangedMeanwhile
    writers = sorted({*locked.writers, by.membership_id or 0})
    changes = {
        "text": fields.text, "text_en": fields.text_en, "chief_role": fields.chief_role,
        "chief_on": fields.chief_on, "chief_how": fields.chief_how,
    }  # fmt: skip
    audit.change(sheet, changes, version=version, by=by, at=at)
    Item.objects.filter(sheet=sheet).delete()
    Item.objects.bulk_create(
        Item(sheet=sheet, code=item.code, number=item.number, choice=item.choice, as_of=item.as_of,
             source_kind=item.source_kind, source=item.source)
        for item in items
    )  # fmt: skip
    Sheet.objects.filter(pk=sheet.pk).update(writers=writers)
    audit.record("village_sheets.write", sheet, by=by, at=at, after={"items": [item.code for item in items]})
    sheet.refresh_from_db()


@transaction.atomic
def add_line(*, sheet: Sheet, line: str, by: Actor, at: datetime) -> None:
    """Add a line to the words of a draft (ひとことに書き足す). The district must confirm anew what it now says.

    Raises UnableToName for forbidden words and for too many, ChangedMeanwhile for what is no draft.
    """
    _refuse_words(line)
    locked = Sheet.objects.select_for_update(of=["self"]).get(pk=sheet.pk)
    if locked.status != SheetStatus.DRAFT:
        raise ChangedMeanwhile
    text = f"{locked.text}\n{line}".strip()
    if len(text) > MOST_SIGNS:
        raise UnableToName(verdict([Reason("village_sheets.too_long", {"most": MOST_SIGNS})]))
    changes = {"text": text, "chief_role": "", "chief_on": None, "chief_how": ""}
    audit.change(locked, changes, version=locked.version, by=by, at=at, why="転入者の声")
    Sheet.objects.filter(pk=sheet.pk).update(writers=sorted({*locked.writers, by.membership_id or 0}))


def _refuse_words(*texts: str) -> None:
    words = sorted({word for text in texts for word in forbidden_words(text)})
    if words:
        raise UnableToName(verdict([Reason("village_sheets.forbidden", {"words": "、".join(words)})]))
