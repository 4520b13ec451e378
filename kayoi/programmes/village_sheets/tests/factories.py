"""Districts and sheets for tests."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from kayoi.kit.actor import Actor, ActorKind
from kayoi.programmes.village_sheets import services
from kayoi.programmes.village_sheets.models import Sheet
from kayoi.programmes.village_sheets.selectors import sheet_with_pk
from kayoi.programmes.village_sheets.states import KINDS, Permission, SourceKind
from tests.clock import NOW

WRITER = Actor(ActorKind.STAFF, "書いた人", permissions=frozenset({Permission.SHEET_WRITE}))
USUAL: dict[str, int | str] = {"fee": 15_000, "snow": 60, "bus": 4, "clinic": 12, "fibre": "yes", "events": 5}


def items(**values: int | str) -> list[services.ItemFields]:
    """Return items as a form gives them."""
    return [
        services.ItemFields(
            code, None if KINDS[code].choices else Decimal(value), str(value) if KINDS[code].choices else "",
            date(2026, 10, 1), SourceKind.DISTRICT, "区長に聞き取り",
        )
        for code, value in values.items()
    ]  # fmt: skip


def make_draft(
    name: str = "東地区", *, by: Actor = WRITER, values: Iterable[services.ItemFields] | None = None, **fields: Any
) -> Sheet:
    """Make a district with a written draft; the scope of the town is open."""
    district = services.add_district(name=name, kana="ひがしちく", by=by, at=NOW)
    sheet = district.sheets.get()
    given: dict[str, Any] = {
        "text": "静かな谷です。",
        "chief_role": "区長",
        "chief_on": date(2026, 11, 1),
        "chief_how": "meeting",
    }
    services.write_sheet(
        sheet=sheet, fields=services.SheetFields(**(given | fields)),
        items=items(**USUAL) if values is None else list(values), version=sheet.version, by=by, at=NOW,
    )  # fmt: skip
    found = sheet_with_pk(sheet.pk)
    assert found is not None
    return found


def make_published(name: str = "東地区", *, approver: Actor, **fields: Any) -> Sheet:
    """Make a district with a published sheet."""
    sheet = make_draft(name, **fields)
    services.hand_in(sheet=sheet, by=WRITER, at=NOW)
    services.publish_sheet(sheet=sheet, by=approver, at=NOW)
    found = sheet_with_pk(sheet.pk)
    assert found is not None
    return found
