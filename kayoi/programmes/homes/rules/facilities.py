"""Read a list of facilities in the columns of the municipal standard open data (自治体標準オープンデータセット)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.foundation.places.rules.reading.points import HAZARD_COLUMNS
from kayoi.kit.text import normal

NAME, LAT, LON = "名称", "緯度", "経度"
MOST_NAME = 80


@dataclass(frozen=True)
class Listed:
    """One facility of a list."""

    name: str
    lat: float
    lon: float
    hazards: tuple[str, ...]


@dataclass(frozen=True)
class ReadList:
    """What was read, and a sentence for each row that was left out."""

    rows: tuple[Listed, ...]
    left_out: tuple[str, ...]


def read_list(table: Sequence[Sequence[str]]) -> ReadList:
    """Read the rows below a header that has 名称, 緯度 and 経度; raise ValueError where a column is missing.

    Source: デジタル庁 自治体標準オープンデータセット(子育て施設一覧、公共施設一覧、指定緊急避難場所一覧)
    """
    header = [normal(cell) for cell in table[0]] if table else []
    if missing := [name for name in (NAME, LAT, LON) if name not in header]:
        raise ValueError(f"列がありません({'、'.join(missing)})")
    found: dict[str, Listed] = {}
    left_out = []
    for line, cells in enumerate(table[1:], start=2):
        row = dict(zip(header, cells, strict=False))
        name = normal(row.get(NAME, ""))[:MOST_NAME]
        lat, lon = _degrees(row.get(LAT, ""), 20, 46), _degrees(row.get(LON, ""), 122, 154)
        if not name and lat is None and lon is None:
            continue
        if not name or lat is None or lon is None:
            left_out.append(f"{line}行目: {name or '名称なし'}は、名称か緯度・経度がないため、取り込みませんでした。")
            continue
        hazards = (hazard.value for column, hazard in HAZARD_COLUMNS.items() if normal(row.get(column, "")) == "1")
        found[name] = Listed(name, lat, lon, tuple(sorted(hazards)))
    return ReadList(tuple(found.values()), tuple(left_out))


def _degrees(text: str, least: float, most: float) -> float | None:
    try:
        value = float(normal(text))
    except ValueError:
        return None
    return value if least <= value <= most else None
