"""One cell as the field that its column means (セルの読み取り): a value, or why it is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from kayoi.engines.casefiles.states import (
    AgeBand,
    Channel,
    CollectedFor,
    HouseholdType,
    Interest,
    Lifestyle,
    Route,
    Stage,
    WhyHere,
)
from kayoi.engines.imports.rules.words import age_band_of, word_of, words_of
from kayoi.engines.imports.states import Target
from kayoi.kit.sheets import Cell, Converted, NoteKind, Remark, as_code, as_date, as_int, as_phone, as_text, shown
from kayoi.kit.text import normal

_MAIL = re.compile(r"[^\s@、,;:()<>「」]+@[^\s@、,;:()<>「」]+\.[A-Za-z]{2,}")
_YES = re.compile(r"(?:希望(?:する|します|あり)?|はい|可|有|あり|同意(?:する|します|あり)?|[○◯〇✓レ1]|yes|true)")
_HONORIFIC = re.compile(r"\s*(?:様|さま|さん|氏|殿)$")
_POSTAL_DIGITS = 7
LONGEST = {"name": 100, "kana": 100, "phone": 60, "email": 254, "postal_code": 8, "address": 200, "wished_on": 100}
_VOCABULARIES = {
    Target.CHANNEL: ("channel", Channel),
    Target.ROUTE: ("route", Route),
    Target.HOUSEHOLD: ("household_type", HouseholdType),
    Target.LIFESTYLE: ("lifestyle", Lifestyle),
    Target.WHY: ("why_here", WhyHere),
    Target.STAGE: ("stage", Stage),
}


@dataclass(frozen=True)
class Reading:
    """What a cell was read as: fields of a case file (or channel, interests), remarks, and whether its words
    should also stand in the note because the field says less. `failed` is a cell that goes back to its sender."""

    fields: dict[str, str] = field(default_factory=dict)
    interests: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    keep: bool = False
    failed: bool = False


def read_cell(target: str, cell: Cell) -> Reading:
    """Read a cell as what its column means (セルを読む). Names, days of consultation and places are read by the row.

    Source: kit.sheets for numbers, days and telephones; words for what offices write
    """
    return _reader(target)(cell) if isinstance(cell, bool | float) else _cached(target, type(cell).__name__, cell)


@lru_cache(maxsize=50_000)
def _cached(target: str, kind: str, cell: Cell) -> Reading:
    return _reader(target)(cell)


def _reader(target: str) -> Callable[[Cell], Reading]:
    return _READERS.get(target) or (lambda cell: _word(target, cell))


def _failed(why: str, cell: Cell) -> Reading:
    return Reading(remarks=(Remark(NoteKind.PROBLEM, "imports.unreadable", why, cell),), keep=True, failed=True)


def _of(converted: Converted[str], name: str, cell: Cell) -> Reading:
    if converted.failed or converted.value is None:
        return Reading(remarks=converted.remarks, keep=True, failed=True)
    if len(converted.value) > LONGEST[name]:
        return _failed(f"長すぎます({LONGEST[name]}字まで)。", cell)
    return Reading({name: converted.value}, remarks=converted.remarks)


def _phone(cell: Cell) -> Reading:
    read = as_phone(cell)
    if read.failed or not any(character.isdecimal() for character in normal(read.value or "")):
        return _failed(f"「{shown(cell)}」は電話番号として読めません。", cell)
    return _of(read, "phone", cell)


def _email(cell: Cell) -> Reading:
    text = normal(shown(cell)).replace(" ", "")
    if not _MAIL.fullmatch(text):
        return _failed(f"「{shown(cell)}」はメールアドレスとして読めません。", cell)
    return _of(Converted(text), "email", cell)


def _contact(cell: Cell) -> Reading:
    """Read a cell in which telephones and mail stand side by side; what is neither stays in the note."""
    text = normal(shown(cell)) if isinstance(cell, str) else shown(cell)
    mail = _MAIL.search(text)
    rest = _MAIL.sub("", text).strip(" /、,;:()") if mail else text
    phone = _phone(cell if not mail else rest) if any(character.isdecimal() for character in rest) else None
    if phone and phone.failed:
        phone = None
    if not (mail or phone):
        return _failed(f"「{shown(cell)}」は電話番号・メールアドレスとして読めません。", cell)
    fields = ({"email": mail[0]} if mail else {}) | (phone.fields if phone else {})
    return Reading(fields, remarks=phone.remarks if phone else (), keep=bool(rest and not phone))


def _postal(cell: Cell) -> Reading:
    read = as_code(cell, digits=_POSTAL_DIGITS)
    digits = read.value or ""
    if read.failed or not (len(digits) == _POSTAL_DIGITS and digits.isdecimal()):
        return _failed(f"「{shown(cell)}」は郵便番号(7桁)として読めません。", cell)
    remarks = tuple(remark for remark in read.remarks if remark.code != "sheets.notation")
    return Reading({"postal_code": f"{digits[:3]}-{digits[3:]}"}, remarks=remarks)


def _birth(cell: Cell) -> Reading:
    read = as_date(cell)
    if read.value is None:
        return Reading(remarks=read.remarks, keep=True, failed=True)
    return Reading({"birth_on": read.value.isoformat()}, remarks=read.remarks)


def _age(cell: Cell) -> Reading:
    band = age_band_of(shown(cell))
    if not band:
        return _failed(f"「{shown(cell)}」は年齢として読めません。", cell)
    return Reading({"age_band": band}, keep=normal(shown(cell)) != AgeBand.of(band).label)


def _kana(cell: Cell) -> Reading:
    read = as_text(cell)
    return _of(Converted(_HONORIFIC.sub("", read.value or "") or None, read.remarks), "kana", cell)


def _wished(cell: Cell) -> Reading:
    return _of(as_text(cell), "wished_on", cell)


def _interests(cell: Cell) -> Reading:
    text = shown(cell)
    found = words_of(Target.INTERESTS, text)
    told = {Interest.of(code).label for code in found}
    return Reading(interests=tuple(found), keep=not found or told != set(re.split(r"[、,・/\s]+", normal(text))))


def _amount(cell: Cell) -> Reading:
    read = as_int(cell)
    if read.value is None or read.value <= 0:
        return _failed(f"「{shown(cell)}」は寄附の額として読めません。", cell)
    return Reading({"amount_yen": str(read.value)}, remarks=read.remarks)


def _contact_wish(cell: Cell) -> Reading:
    """Read whether a donor wants to hear from the town. Only a clear yes is one."""
    wanted = bool(_YES.fullmatch(normal(shown(cell)).casefold()))
    return Reading({"collected_for": CollectedFor.DONATION_CONTACT if wanted else CollectedFor.DONATION})


def _word(target: str, cell: Cell) -> Reading:
    """Read a word of an office as one of ours. Words that say more than ours stay in the note as well."""
    name, vocabulary = _VOCABULARIES[Target.of(target)]
    text = shown(cell)
    code = word_of(Target.of(target), text)
    if not code:
        why = f"「{text}」は選べる言葉のどれにもあたらないので、メモに残します。"
        return Reading(remarks=(Remark(NoteKind.DOUBT, "imports.word", why, cell),), keep=True)
    return Reading({name: code}, keep=normal(text) != vocabulary.of(code).label)


_READERS: dict[str, Callable[[Cell], Reading]] = {
    Target.PHONE: _phone,
    Target.EMAIL: _email,
    Target.CONTACT: _contact,
    Target.POSTAL: _postal,
    Target.BIRTH: _birth,
    Target.AGE: _age,
    Target.KANA: _kana,
    Target.WISHED: _wished,
    Target.INTERESTS: _interests,
    Target.AMOUNT: _amount,
    Target.CONTACT_WISH: _contact_wish,
}
