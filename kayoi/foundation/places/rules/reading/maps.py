"""Read the drawn maps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kayoi.foundation.places.rules.projection import Bounds, Panel, Sheet
from kayoi.foundation.places.rules.reading.places import PlaceRow
from kayoi.foundation.places.rules.reading.tables import WrongData, rows
from kayoi.foundation.places.rules.sheets import JAPAN


@dataclass(frozen=True)
class OutlineRow:
    """An area on a sheet; without a code when it belongs to no place that we know."""

    sheet: str
    position: int
    code5: str | None
    name: str
    path: str


def sheet_of(data: Mapping[str, Any]) -> Sheet:
    """Return a sheet from its stored form.

    Source: docs/data-sources.md, 地図
    """
    panels = tuple(
        Panel(
            panel["title"],
            Bounds(**panel["bounds"]),
            panel["scale"],
            panel["offset_x"],
            panel["offset_y"],
            tuple(panel["frame"]),
        )
        for panel in data["panels"]
    )
    return Sheet(data["key"], data["title"], data["width"], data["height"], panels, data["note"])


def read_sheets(files: Mapping[str, str]) -> dict[str, Sheet]:
    """Return the sheets by key.

    Source: docs/data-sources.md, 地図
    """
    try:
        sheets = [sheet_of(data) for data in json.loads(files["sheets.json"])]
    except (KeyError, TypeError, ValueError) as wrong:
        raise WrongData([f"sheets.json: 読めません({wrong!r})。"]) from None
    return {sheet.key: sheet for sheet in sheets}


def read_outlines(
    files: Mapping[str, str], sheets: Mapping[str, Sheet], places: Mapping[str, PlaceRow]
) -> list[OutlineRow]:
    """Return the outlines in the order of drawing.

    Source: docs/data-sources.md, 地図
    """
    found = []
    for position, row in enumerate(rows(files, "outlines.csv", "sheet", "code5", "name", "path")):
        code5 = f"{row['code5']}000" if row["sheet"] == JAPAN else row["code5"]
        if row["sheet"] not in sheets or not row["path"].startswith("m") or not row["path"].endswith("z"):
            raise WrongData([f"outlines.csv {row['sheet']} {row['name']}: 知らない図か、閉じていない輪郭です。"])
        found.append(OutlineRow(row["sheet"], position, code5 if code5 in places else None, row["name"], row["path"]))
    return found
