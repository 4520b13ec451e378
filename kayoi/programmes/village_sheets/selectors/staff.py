"""Districts and editions as staff see them; checks for verify."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from kayoi.programmes.village_sheets.models import District, Item, Sheet
from kayoi.programmes.village_sheets.rules import Said, forbidden_words, hard_sides
from kayoi.programmes.village_sheets.states import SheetStatus


@dataclass(frozen=True)
class DistrictRow:
    """A district with the edition that is public and the one in work."""

    district: District
    public: Sheet | None
    in_work: Sheet | None
    last: Sheet | None
    review: bool


def district_rows(*, on: date) -> list[DistrictRow]:
    """Return the districts of the open organization."""
    sheets = Prefetch("sheets", Sheet.objects.order_by("-edition"))
    return [_row(district, on) for district in District.objects.prefetch_related(sheets).order_by("kana", "pk")]


def _row(district: District, on: date) -> DistrictRow:
    sheets: Sequence[Sheet] = list(district.sheets.all())
    public = next((sheet for sheet in sheets if sheet.status == SheetStatus.PUBLISHED), None)
    in_work = next((one for one in sheets if one.status in (SheetStatus.DRAFT, SheetStatus.CHECKED)), None)
    due = public is not None and public.review_due_on is not None and public.review_due_on <= on
    return DistrictRow(district, public, in_work, sheets[0] if sheets else None, due)


def sheet_with_pk(pk: int) -> Sheet | None:
    """Return an edition of the open organization with its items."""
    items = Prefetch("items", Item.objects.order_by("pk"))
    return Sheet.objects.select_related("district", "approved_by").prefetch_related(items).filter(pk=pk).first()


# --- checks for verify ----------------------------------------------------------------------------------------------


def _published() -> list[Sheet]:
    rows = Sheet.objects.filter(status=SheetStatus.PUBLISHED).select_related("district")
    return list(rows.prefetch_related("items"))


def published_without_hard_side() -> int:
    """Count published sheets that only praise."""
    return sum(
        not hard_sides(Said(item.code, item.number, item.choice, item.as_of, item.source) for item in sheet.items.all())
        for sheet in _published()
    )


def approved_with_forbidden_words() -> int:
    """Count published sheets that hold words no sheet may hold, or were approved by their writer."""
    return sum(
        bool(forbidden_words(" ".join([sheet.district.name, sheet.text, *(item.source for item in sheet.items.all())])))
        or sheet.approved_by_id in sheet.writers
        for sheet in _published()
    )
