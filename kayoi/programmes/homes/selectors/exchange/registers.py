"""The register as a table to give out: public items only, or everything with the owners."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from kayoi.engines.casefiles.selectors import protected_families, roots_of
from kayoi.kit.sheets import Column, ColumnKind, Out, OutRow, Table, write_csv, write_csv_cp932, write_xlsx
from kayoi.programmes.homes.models import Home, Party, RegisterImport
from kayoi.programmes.homes.rules.exchange.national import words_of_item
from kayoi.programmes.homes.selectors.exchange.imports import returned_rows, told_in_words
from kayoi.programmes.homes.states import HomeKind, HomeStatus, Offer, OwnersReason
from kayoi.programmes.homes.states.exchange import FileFormat, RowFate, Scale, Target, Which
from kayoi.programmes.homes.states.houses import ON_REGISTER, SHOWN, Level
from kayoi.programmes.homes.states.items import ITEMS, Item, ItemType

PROTECTED = "(個票で確かめてください)"
_SEVERAL = "、"


@dataclass(frozen=True)
class _Column:
    """One column of the register: its heading, how it is shown, whether it is public, and its value."""

    label: str
    kind: ColumnKind
    public: bool
    value: Callable[[Home], Out]


def _label(vocabulary: Any, name: str) -> Callable[[Home], Out]:
    return lambda home: vocabulary.of(getattr(home, name)).label if getattr(home, name) else None


def _plain(name: str) -> Callable[[Home], Out]:
    return lambda home: getattr(home, name)


def _last_day(home: Home) -> date | None:
    return home.term_ends_before - timedelta(days=1) if home.term_ends_before else None


_TEXT, _CODE, _YEN = ColumnKind.TEXT, ColumnKind.CODE, ColumnKind.YEN
_DECIMAL, _DATE = ColumnKind.DECIMAL, ColumnKind.DATE
_COLUMNS = (
    _Column(Target.NUMBER.label, _CODE, True, _plain("number")),
    _Column(Target.STATUS.label, _TEXT, True, _label(HomeStatus, "status")),
    _Column(Target.KIND.label, _TEXT, True, _label(HomeKind, "kind")),
    _Column(Target.OFFER.label, _TEXT, True, _label(Offer, "offer")),
    _Column(Target.PRICE.label, _YEN, True, _plain("price_yen")),
    _Column(Target.RENT.label, _YEN, True, _plain("rent_yen")),
    _Column(Target.QUARTER.label, _TEXT, True, _plain("quarter")),
    _Column(Target.ADDRESS.label, _CODE, False, _plain("address")),
    _Column(Target.LOT.label, _CODE, False, _plain("lot_number")),
    _Column(Target.BUILT.label, _CODE, True, _plain("built_year")),
    _Column(Target.FLOOR.label, _DECIMAL, True, _plain("floor_m2")),
    _Column(Target.LAND.label, _DECIMAL, True, _plain("land_m2")),
    _Column(Target.FARMLAND.label, _DECIMAL, True, _plain("farmland_m2")),
    _Column(Target.VACANT.label, _CODE, False, _plain("vacant_since")),
    _Column(Target.TITLE.label, _TEXT, True, _plain("title")),
    _Column(Target.TITLE_EN.label, _TEXT, True, _plain("title_en")),
    _Column(Target.APPEAL.label, _TEXT, True, _plain("appeal")),
    _Column(Target.APPEAL_EN.label, _TEXT, True, _plain("appeal_en")),
    _Column(Target.REGISTERED_ON.label, _DATE, False, _plain("registered_on")),
    _Column(Target.TERM.label, _DATE, False, _last_day),
    _Column("活用していない理由", _TEXT, False, _label(OwnersReason, "owners_reason")),
    _Column("緯度", _CODE, False, _plain("lat")),
    _Column("経度", _CODE, False, _plain("lon")),
)
_OWNER_FIELDS = (
    (Target.OWNER_NAME, "name"), (Target.OWNER_KANA, "kana"), (Target.OWNER_PHONE, "phone"),
    (Target.OWNER_EMAIL, "email"), (Target.OWNER_POSTAL, "postal_code"), (Target.OWNER_ADDRESS, "address"),
)  # fmt: skip


def houses_of_register(which: Which) -> QuerySet[Home]:
    """Return the houses that are given out."""
    rows: QuerySet[Home] = Home.objects.order_by("number")
    if which is Which.EVERY:
        return rows
    return rows.filter(status__in=SHOWN if which is Which.SHOWN else ON_REGISTER)


def register_table(*, which: Which, scale: Scale, on: date) -> tuple[list[Column], list[OutRow]]:
    """Return the register as columns with their Japanese words and rows that can be read back."""
    public = scale is Scale.PUBLIC
    chosen = [column for column in _COLUMNS if column.public or not public]
    items = [item for item in ITEMS if item.level is Level.PUBLIC or not public]
    columns = [Column(column.label, column.kind, digits=2) for column in chosen]
    columns += [Column(item.label, _kind_of(item)) for item in items]
    houses = list(houses_of_register(which))
    owners = {} if public else _owners(houses, on=on)
    if not public:
        columns += [Column(target.label, _CODE) for target, _ in _OWNER_FIELDS]
    empty = [""] * len(_OWNER_FIELDS)
    rows: list[OutRow] = [
        [
            *(column.value(home) for column in chosen),
            *(_words(item, home.details.get(item.code)) for item in items),
            *([] if public else owners.get(home.pk, empty)),
        ]
        for home in houses
    ]
    return columns, rows


def _kind_of(item: Item) -> ColumnKind:
    return ColumnKind.CODE if item.type is ItemType.NUMBER else ColumnKind.TEXT


def _words(item: Item, value: Any) -> str | None:
    return None if value is None or value == "" else _SEVERAL.join(words_of_item(item, value))


def _owners(houses: Iterable[Home], *, on: date) -> dict[int, list[str]]:
    """Return what the contact of each house is called and where to reach them; of protected people nothing."""
    rows = Party.objects.filter(home__in=[home.pk for home in houses], is_contact=True)
    contact = dict(rows.values_list("home_id", "case_file_id"))
    files = roots_of(contact.values())
    hidden = protected_families({file.pk for file in files.values()}, on=on)
    found = {}
    for home_id, file_id in contact.items():
        file = files[file_id]
        known = [str(getattr(file, name)) for _, name in _OWNER_FIELDS]
        found[home_id] = [PROTECTED, *[""] * (len(known) - 1)] if file.pk in hidden else known
    return found


def as_file(rows: Sequence[OutRow], columns: Sequence[Column], kind: FileFormat, *, name: str) -> bytes:
    """Return a table as a file of that kind."""
    if kind is FileFormat.XLSX:
        return write_xlsx([Table(name, columns, rows)])
    if kind is FileFormat.CSV:
        return write_csv(rows, columns=columns, name=name)
    return write_csv_cp932(rows, columns=columns, name=name).data


def returned_file(run: RegisterImport) -> bytes:
    """Return the rows that were not taken, or not as a whole, each with the reason beside it (返すExcel)."""
    names = run.tables[run.chosen]["names"]
    columns = [
        Column("行", _CODE),
        Column("ゆくえ"),
        Column("理由"),
        *(Column(name or "(見出しなし)", _CODE) for name in names),
    ]
    rows: list[OutRow] = [
        [str(row.row), RowFate.of(row.fate).label, told_in_words(row), *_padded(row.cells, len(names))]
        for row in returned_rows(run)
    ]
    return write_xlsx([Table("返す行", columns, rows)])


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
