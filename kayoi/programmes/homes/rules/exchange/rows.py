"""One row of a register (台帳の1行): the house it tells of, its owner, and what could not be read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kayoi.engines.imports.rules import cells as people
from kayoi.engines.imports.rules.words import is_nothing
from kayoi.engines.imports.states import Target as Person
from kayoi.kit.sheets import Cell, Converted, NoteKind, as_date, as_text, is_blank, shown
from kayoi.kit.text import normal
from kayoi.programmes.homes.rules.exchange import cells
from kayoi.programmes.homes.rules.exchange.amounts import failed, read_m2, read_year, read_yen
from kayoi.programmes.homes.rules.exchange.columns import ITEM, unit_of
from kayoi.programmes.homes.states import HomeKind, HomeStatus, Offer
from kayoi.programmes.homes.states.exchange import RowFate, Target
from kayoi.programmes.homes.states.items import ITEMS

LONGEST = {
    Target.NUMBER: 12, Target.QUARTER: 60, Target.ADDRESS: 120, Target.LOT: 60, Target.TITLE: 80,
    Target.TITLE_EN: 120, Target.APPEAL: 2000, Target.APPEAL_EN: 3000, Target.OWNER_NAME: 100,
    Target.OWNER_ADDRESS: 200,
}  # fmt: skip
_OWNERS = {
    Target.OWNER_KANA: Person.KANA, Target.OWNER_PHONE: Person.PHONE, Target.OWNER_EMAIL: Person.EMAIL,
    Target.OWNER_POSTAL: Person.POSTAL,
}  # fmt: skip
# Numbers such as those that are given here: another town's could meet one of ours that is still to come.
_OURS = re.compile(r"空[0-9]{4}-[0-9]+")
_PLACE = re.compile(r"([^0-9]*(?:[0-9]+丁目)?)(.*)")
_SALE_PART = re.compile(r"(?:売買?|売却|価格)[^0-9賃貸]*([0-9][0-9,.億万千円]*)")
_RENT_PART = re.compile(r"(?:賃貸?|貸|家賃)[^0-9売]*([0-9][0-9,.億万千円]*)")
_HONORIFIC = re.compile(r"\s*(?:様|さま|殿|氏)$")
_BY_CODE = {item.code: item for item in ITEMS}


@dataclass(frozen=True)
class Around:
    """What all rows of a table have in common: headings, meanings, names that a place may begin with, the day."""

    headings: Sequence[str]
    targets: Sequence[str]
    towns: Sequence[str]
    today: date


@dataclass
class RowPlan:
    """What a row will become: fields of a house as JSON holds them, its state, its owner, what stays in a note."""

    fate: str = RowFate.NEW
    state: str = HomeStatus.REGISTERED
    fields: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    owner: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, column: int | None, kind: str, text: str) -> None:
        """Tell about a cell, or about the row."""
        self.said.append({"column": column, "kind": str(kind), "text": text})

    def refuse(self, fate: str, text: str) -> None:
        """Say that the row is not taken."""
        self.fate = fate
        self.tell(None, NoteKind.PROBLEM, text)


def plan_row(row: Sequence[Cell], around: Around) -> RowPlan:
    """Read one row of a register (1行を読む). A cell that cannot be read is told and left out; a row without a place,
    or in a state that nobody knows, is not taken.

    Source: domain sections 4.2 and 4.3; docs/decisions/0017-undo-of-an-import.md
    """
    reader = _Reader(row, around)
    reader.read()
    return reader.plan


class _Reader:
    """Reads one row; what an amount means depends on how the house is offered, so that is read first."""

    def __init__(self, row: Sequence[Cell], around: Around) -> None:
        self.row, self.around, self.plan = row, around, RowPlan()

    def read(self) -> None:
        filled = [(at, cell) for at, cell in enumerate(self.row) if not is_blank(cell) and at < len(self._targets)]
        for at, cell in sorted(filled, key=lambda pair: self._targets[pair[0]] != Target.OFFER):
            self._cell(self._targets[at], at, cell)
        plan = self.plan
        if not plan.fields.get("quarter") and plan.fate == RowFate.NEW:
            plan.refuse(RowFate.UNREADABLE, "所在地の町字が読めないため、取り込みません。町字を書いてください。")
        plan.fields.setdefault("kind", HomeKind.DWELLING)
        if plan.fate != RowFate.NEW:
            return
        if plan.owner and not plan.owner.get("name"):
            plan.tell(None, NoteKind.DOUBT, "所有者の氏名がないため、連絡先だけの個票を作ります。")
        if plan.notes and not plan.owner:
            plan.tell(None, NoteKind.DOUBT, "所有者の欄がないため、読めない列の内容は残しません。")

    @property
    def _targets(self) -> Sequence[str]:
        return self.around.targets

    def _cell(self, target: str, at: int, cell: Cell) -> None:
        unit = unit_of(self.around.headings[at])
        if target == Target.KEEP:
            self._note(at, cell)
        elif target == Target.STATUS:
            self._status(at, cell)
        elif target.startswith(ITEM):
            self._item(target.removeprefix(ITEM), at, cell)
        elif target == Target.SKIP or is_nothing(shown(cell)):
            return
        elif target in _READERS:
            self._put(target, at, cell, _READERS[target](cell, unit, self.around.today))
        elif target == Target.AMOUNT:
            self._amount(at, cell, unit)
        elif target in _OWNERS:
            self._owner(target, at, cell)
        else:
            self._text(target, at, cell)

    def _put(self, name: str, at: int, cell: Cell, read: Converted[Any]) -> None:
        self._tell(at, cell, read)
        if read.value is not None:
            self.plan.fields[name] = read.value

    def _tell(self, at: int, cell: Cell, read: Converted[Any]) -> None:
        for remark in read.remarks:
            self.plan.tell(at, remark.kind, f"{self.around.headings[at]}: {remark.text}")
        if read.failed:
            self._note(at, cell)

    def _note(self, at: int, cell: Cell) -> None:
        text = shown(cell).strip()
        if not is_nothing(text):
            self.plan.notes.append(f"{self.around.headings[at] or '見出しのない列'}: {text}")

    def _status(self, at: int, cell: Cell) -> None:
        read = cells.read_status(cell)
        self._tell(at, cell, read)
        if read.value is None:
            self.plan.refuse(RowFate.UNREADABLE, "状態が分からないため、取り込みません。")
        else:
            self.plan.state = read.value

    def _item(self, code: str, at: int, cell: Cell) -> None:
        read = cells.read_item(_BY_CODE[code], cell)
        if read.failed and is_nothing(shown(cell)):  # 不明 is no answer, なし may be one
            return
        self._tell(at, cell, read)
        if read.value is not None:
            self.plan.details[code] = read.value

    def _amount(self, at: int, cell: Cell, unit: str) -> None:
        """Read an amount that is a price or a rent, by how the house is offered or by the words in the cell."""
        text = normal(shown(cell))
        parts = {Target.PRICE: _SALE_PART.search(text), Target.RENT: _RENT_PART.search(text)}
        named = {target: found[1] for target, found in parts.items() if found}
        offer = self.plan.fields.get("offer")
        if not named and offer in (Offer.SALE, Offer.RENT):
            named = {Target.PRICE if offer == Offer.SALE else Target.RENT: cell}
        for target, part in named.items():
            self._put(target, at, cell, _whole(read_yen(part, name=target, unit=unit)))
        if not named:
            self._tell(at, cell, failed(cell, "価格か賃料か分かりません。「売買380万円」のように書いてください。"))

    def _owner(self, target: str, at: int, cell: Cell) -> None:
        read = people.read_cell(_OWNERS[Target.of(target)], cell)
        for remark in read.remarks:
            self.plan.tell(at, remark.kind, f"{self.around.headings[at]}: {remark.text}")
        if read.failed:
            self._note(at, cell)
        self.plan.owner |= read.fields

    def _text(self, target: str, at: int, cell: Cell) -> None:
        read = as_text(cell)
        text = (read.value or "").strip()
        if target in (Target.PLACE, Target.QUARTER, Target.ADDRESS, Target.LOT):
            text = normal(text).replace(" ", "")
        if target == Target.PLACE:
            self._place(at, cell, text)
            return
        if len(text) > LONGEST[Target.of(target)]:
            self._tell(at, cell, failed(cell, f"長すぎます({LONGEST[Target.of(target)]}字まで)。"))
        elif target == Target.NUMBER:
            self._number(text)
        elif target == Target.OWNER_NAME:
            self.plan.owner["name"] = _HONORIFIC.sub("", text)
        elif target == Target.OWNER_ADDRESS:
            self.plan.owner["address"] = text
        else:
            self.plan.fields[target] = text

    def _number(self, text: str) -> None:
        if _OURS.fullmatch(text):
            self.plan.tell(None, NoteKind.NOTICE, f"番号「{text}」は、こちらの番号と紛れるため、新しい番号を付けます。")
        else:
            self.plan.fields["number"] = text

    def _place(self, at: int, cell: Cell, text: str) -> None:
        for town in self.around.towns:
            text = text.removeprefix(town)
        found = _PLACE.fullmatch(text)
        assert found is not None
        quarter, address = found[1].strip("-"), found[2]
        if len(quarter) > LONGEST[Target.QUARTER] or len(address) > LONGEST[Target.ADDRESS]:
            self._tell(at, cell, failed(cell, "所在地として長すぎます。"))
            return
        self.plan.fields.setdefault("quarter", quarter)
        if address:
            self.plan.fields.setdefault("address", address)


def _whole(read: Converted[Decimal]) -> Converted[int]:
    return Converted(None if read.value is None else int(read.value), read.remarks)


def _decimal(read: Converted[Decimal]) -> Converted[str]:
    return Converted(None if read.value is None else str(read.value), read.remarks)


def _day(cell: Cell) -> Converted[str]:
    read = as_date(cell)
    return Converted(read.value.isoformat() if read.value else None, read.remarks)


_READERS: Mapping[str, Callable[[Cell, str, date], Converted[Any]]] = {
    Target.OFFER: lambda cell, unit, today: cells.read_offer(cell),
    Target.KIND: lambda cell, unit, today: cells.read_kind(cell),
    Target.PRICE: lambda cell, unit, today: _whole(read_yen(cell, name=Target.PRICE, unit=unit)),
    Target.RENT: lambda cell, unit, today: _whole(read_yen(cell, name=Target.RENT, unit=unit)),
    **dict.fromkeys(
        (Target.FLOOR, Target.LAND, Target.FARMLAND), lambda cell, unit, today: _decimal(read_m2(cell, unit=unit))
    ),
    **dict.fromkeys((Target.BUILT, Target.VACANT), lambda cell, unit, today: _whole(read_year(cell, today=today))),
    **dict.fromkeys((Target.REGISTERED_ON, Target.TERM), lambda cell, unit, today: _day(cell)),
}


def settle_rows(plans: Iterable[RowPlan], known: Mapping[str, str], *, key_of: Callable[[RowPlan], list[str]]) -> None:
    """Refuse the rows whose house is on the register, or stands in an earlier row (同じ空き家), by number or lot.

    `known` has the number of the house for each key; keys of houses that ended hold the number only.
    Source: domain section 4.4 (the same house registered twice)
    """
    here: set[str] = set()
    for plan in plans:
        if plan.fate != RowFate.NEW:
            continue
        keys = key_of(plan)
        same = next((known[key] for key in keys if key in known), None)
        if same is not None:
            plan.refuse(RowFate.KNOWN, f"同じ空き家が、もう登録されています({same})。")
        elif here.intersection(keys):
            plan.refuse(RowFate.REPEATED, "同じ番号か地番の空き家が、前の行にあります。")
        here.update(keys)
