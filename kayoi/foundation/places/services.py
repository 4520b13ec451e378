"""Load the reference data of places."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, models, transaction

from kayoi.foundation.places.models import (
    CensusAges,
    ClimateNormal,
    ClimateStation,
    Facility,
    Fact,
    FactDefinition,
    Loading,
    MapSheet,
    NearestStation,
    Outline,
    Place,
    PlaceChange,
    Quarter,
    Source,
)
from kayoi.foundation.places.rules.projection import Sheet
from kayoi.foundation.places.rules.reading.checks import Check
from kayoi.foundation.places.rules.reading.dataset import SOURCE_COLUMNS, Dataset, read_dataset
from kayoi.foundation.places.rules.reading.places import PlaceRow
from kayoi.foundation.places.rules.reading.tables import WrongData
from kayoi.kit.actor import Actor

DATA: Final = settings.ROOT / "data" / "places"
FORMAT: Final = "1"  # raised when the same files are to be stored differently, so that they are loaded anew
_ORDER: Final[tuple[type[models.Model], ...]] = (  # what is written anew each time, in an order that foreign keys allow
    Source,
    FactDefinition,
    Fact,
    CensusAges,
    PlaceChange,
    ClimateStation,
    ClimateNormal,
    NearestStation,
    MapSheet,
    Outline,
    Quarter,
    Facility,
)


class UnableToLoadPlaces(Exception):
    """The data cannot be loaded; nothing was changed. Each problem is a Japanese sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" / ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class LoadReport:
    """What load_places did: whether anything changed, rows by table, repairs and checks."""

    digest: str
    changed: bool
    counts: Mapping[str, int]
    repairs: Sequence[str]
    checks: Sequence[Check] = ()


def load_places(*, folder: Path = DATA, by: Actor, at: datetime) -> LoadReport:
    """Bring the places, their figures and maps in line with the files (地域データの取込み).

    All or nothing, and nothing at all when the same files were loaded last. Rows of Place are updated in place, so
    that what refers to them stays; all the rest is written anew. Raises UnableToLoadPlaces.
    """
    contents = _contents(folder)
    digest = _digest(contents)
    last = Loading.objects.filter(digest=digest).first()
    if last is not None:
        return LoadReport(digest, False, last.counts, last.repairs)
    try:
        data = read_dataset(_texts(contents))
        with transaction.atomic():
            _wait_for_others(by=by, at=at)
            counts = _write(data)
            Loading.objects.update_or_create(
                pk=1,
                defaults={
                    "digest": digest,
                    "loaded_at": at,
                    "loaded_by": by.name,
                    "counts": counts,
                    "repairs": data.repairs,
                },
            )
    except WrongData as wrong:
        raise UnableToLoadPlaces(wrong.problems) from wrong
    return LoadReport(digest, True, counts, data.repairs, data.checks)


def _wait_for_others(*, by: Actor, at: datetime) -> None:
    """Let a second load at the same time wait here, the very first one too: it makes the row that is locked."""
    Loading.objects.get_or_create(pk=1, defaults={"digest": "", "loaded_at": at, "loaded_by": by.name})
    Loading.objects.select_for_update().get(pk=1)


def _contents(folder: Path) -> dict[str, bytes]:
    files = {
        path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".csv", ".gz", ".json"}
    }
    if not files:
        raise UnableToLoadPlaces([f"フォルダ「{folder.name}」に地域のデータがありません。"])
    return files


def _digest(contents: Mapping[str, bytes]) -> str:
    sums = [f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in sorted(contents.items())]
    return hashlib.sha256("\n".join([FORMAT, *sums]).encode()).hexdigest()


def _texts(contents: Mapping[str, bytes]) -> dict[str, str]:
    texts = {}
    for name, data in contents.items():
        try:
            plain = gzip.decompress(data) if name.endswith(".gz") else data
            texts[name.removesuffix(".gz")] = plain.decode()
        except (EOFError, OSError, UnicodeDecodeError) as wrong:
            raise WrongData([f"{name}: 壊れているか、UTF-8ではありません({wrong})。"]) from None
    return texts


def _write(data: Dataset) -> dict[str, int]:
    for model in reversed(_ORDER):
        model._default_manager.all().delete()
    counts = {"地域": _write_places(data.places)}
    codes = {code5: place.code for code5, place in data.places.items()}
    for model, columns, rows in _rows(data, codes):
        counts[str(model._meta.verbose_name)] = _copy(model, columns, rows)
    return counts


def _write_places(places: Mapping[str, PlaceRow]) -> int:
    """Insert or update; a place that is gone from the files is never removed silently."""
    codes = {place.code for place in places.values()}
    lost = Place.objects.exclude(code__in=codes).values_list("full_name", flat=True)
    if lost:
        raise WrongData([f"登録済みの地域がデータにありません({'、'.join(lost)})。"])
    by_code5 = {code5: place.code for code5, place in places.items()}
    own = [field.name for field in fields(PlaceRow)]
    rows = []
    for place in places.values():
        values = {name: getattr(place, name) for name in own}
        for name in ("prefecture", "parent", "successor"):
            other = values.pop(name)
            values[f"{name}_id"] = by_code5[other] if other else None
        rows.append(Place(**values))
    Place.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=[name for name in own if name != "code"]
    )
    return len(rows)


def _rows(
    data: Dataset, codes: Mapping[str, str]
) -> Iterable[tuple[type[models.Model], tuple[str, ...], Iterable[tuple[Any, ...]]]]:
    """Yield table, columns and rows, in the order of _ORDER."""
    yield Source, SOURCE_COLUMNS, (tuple(row[name] for name in SOURCE_COLUMNS) for row in data.sources)
    yield _definition_rows(data)
    yield (
        Fact,
        ("place_id", "definition_id", "year", "value", "absence"),
        ((codes[one.code5], one.key, one.year, one.value, one.absence) for one in data.facts),
    )
    yield (
        CensusAges,
        ("place_id", "year", "sex", "total", "ages", "unknown"),
        ((codes[one.code5], one.year, one.sex, one.total, list(one.ages), one.unknown) for one in data.ages),
    )
    yield (
        PlaceChange,
        ("on", "reason", "old_code5", "old_name", "new_code5", "new_name"),
        ((one.on, one.reason, one.old_code5, one.old_name, one.new_code5, one.new_name) for one in data.changes),
    )
    yield (
        ClimateStation,
        ("number", "name", "lat", "lon", "altitude_m", "city_text"),
        ((one.number, one.name, one.lat, one.lon, one.altitude_m, one.city_text) for one in data.stations.values()),
    )
    yield (
        ClimateNormal,
        ("station_id", "element", "months", "annual"),
        ((one.station, one.element, list(one.months), one.annual) for one in data.normals),
    )
    yield (
        NearestStation,
        ("place_id", "group", "station_id", "distance_km"),
        ((codes[one.code5], one.group, one.station, one.distance_km) for one in data.nearest),
    )
    yield (
        MapSheet,
        ("key", "title", "width", "height", "panels", "note"),
        ((one.key, one.title, one.width, one.height, _panels(one), one.note) for one in data.sheets.values()),
    )
    yield (
        Outline,
        ("sheet_id", "position", "place_id", "name", "path"),
        (
            (one.sheet, one.position, codes[one.code5] if one.code5 else None, one.name, one.path)
            for one in data.outlines
        ),
    )
    yield (
        Quarter,
        ("place_id", "name", "lat", "lon"),
        ((codes[one.code5], one.name, one.lat, one.lon) for one in data.quarters),
    )
    yield (
        Facility,
        ("kind", "place_id", "name", "lat", "lon", "hazards", "source_id"),
        (
            (one.kind, codes[one.code5], one.name, one.lat, one.lon, list(one.hazards), one.source)
            for one in data.facilities
        ),
    )


def _definition_rows(data: Dataset) -> tuple[type[models.Model], tuple[str, ...], Iterable[tuple[Any, ...]]]:
    names = (
        *("key", "position", "theme", "label", "label_en", "unit", "unit_en", "decimals", "polarity", "period"),
        *("survey", "survey_en", "of_prefecture", "absence", "formula", "note"),
    )
    rows = (
        (*(getattr(one, name) for name in names), one.source, data.latest.get(one.key))
        for one in data.definitions.values()
    )
    return FactDefinition, (*names, "source_id", "latest_year"), rows


def _panels(sheet: Sheet) -> str:
    return json.dumps([asdict(panel) for panel in sheet.panels], ensure_ascii=False)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """Write rows with COPY, which takes a tenth of the time of INSERT; reference tables have no row security."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    written = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            written += 1
    return written
