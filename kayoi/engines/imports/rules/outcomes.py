"""What became of the cells of a row (セルのゆくえ): read, kept in the note, handed back, or skipped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kayoi.engines.imports.rules.cells import LONGEST, read_cell
from kayoi.engines.imports.rules.headers import member_part
from kayoi.engines.imports.rules.persons import persons_in
from kayoi.engines.imports.rules.places import PlaceNames
from kayoi.engines.imports.rules.plans import Planned, Surroundings
from kayoi.engines.imports.rules.words import is_mark, is_nothing, relation_of
from kayoi.engines.imports.states import Fate, Part, SeveralPersons, Target
from kayoi.kit.sheets import Cell, NoteKind, as_date, as_text, is_error, place, shown
from kayoi.kit.text import normal

_KEPT = frozenset({Target.KEEP, Target.CONTENT, Target.RESPONSE, Target.STAFF})
_TICKED = (Target.CHANNEL, Target.INTERESTS)


class Cells:
    """What becomes of the cells of one row."""

    def __init__(self, row: Planned, around: Surroundings) -> None:
        self.row = row
        self.around = around
        self.lines: list[str] = []
        self.became: dict[int, str] = {}

    def done(self, at: int, remarks: Iterable[Any] = ()) -> None:
        """Count a cell as read."""
        self.became[at] = "read"
        for remark in remarks:
            self.row.tell(at, remark.kind, remark.text)

    def keep(self, at: int, cell: Cell, *, counted: bool = True) -> None:
        """Write a cell into the note, under its heading."""
        label = self.around.names[at] if at < len(self.around.names) else ""
        self.lines.append(f"{label or '見出しのない列'}: {shown(cell).strip()}")
        if counted:
            self.became[at] = "memo"

    def hand_back(self, at: int, cell: Cell, why: str) -> None:
        """Hand a cell back with the reason; its words stay in the note as well."""
        self.keep(at, cell)
        self.became[at] = "returned"
        self.row.tell(at, NoteKind.PROBLEM, why)

    def fields(self, target: str, found: list[tuple[int, Cell]]) -> None:
        """Read the cells of one target into the plan."""
        for at, cell in found:
            if at in self.became:
                continue
            if target == Target.SKIP:
                self.became[at] = "skipped"
            elif is_error(cell):
                self.hand_back(at, cell, as_text(cell).remarks[0].text)
            elif target in _KEPT:
                self.keep(at, cell)
                if target in (Target.CONTENT, Target.RESPONSE, Target.STAFF):
                    self.became[at] = "read"
            elif is_nothing(shown(cell)) and target != Target.CONTACT_WISH:
                self.became[at] = "read"
            else:
                self._field(target, at, cell)

    def _field(self, target: str, at: int, cell: Cell) -> None:
        ticked = target in _TICKED and is_mark(shown(cell))
        read = read_cell(target, self.around.names[at].rpartition("_")[2] if ticked else cell)
        if read.failed:
            self.hand_back(at, cell, read.remarks[0].text if read.remarks else "読めません。")
            return
        fields = dict(read.fields)
        self.row.channel = fields.pop("channel", "") or self.row.channel
        self.row.amount_yen += int(fields.pop("amount_yen", 0))
        full = any(self._put(name, value) for name, value in fields.items())
        self.row.interests += [code for code in read.interests if code not in self.row.interests]
        if (read.keep and not ticked) or full:
            self.keep(at, cell, counted=bool(full or not (fields or read.interests or read.fields)))
        self.became.setdefault(at, "read")
        for remark in read.remarks:
            self.row.tell(at, remark.kind, remark.text)

    def _put(self, name: str, value: str) -> bool:
        """Write a field; a second telephone is joined, any other second value is not taken (True: into the note)."""
        before = self.row.file.get(name)
        if before and name == "phone" and len(f"{before} / {value}") <= LONGEST["phone"]:
            value = before if value in before else f"{before} / {value}"
        elif before and before != value:
            return True
        self.row.file[name] = value
        return False

    def name(self, named: list[tuple[int, Cell]]) -> None:
        """Read whose row this is. Several persons in the cell are an answer of the town, never a guess."""
        first = named[0][0]
        text = " ".join(shown(cell).strip() for _, cell in named)
        if is_error(text):
            self.hand_back(first, text, as_text(text).remarks[0].text)
            return
        for at, _ in named:
            self.done(at)
        if is_nothing(text):
            return
        persons = persons_in(text)
        if len(persons) > 1:
            self._several(first, text, persons)
        else:
            self._called(first, persons[0] if persons else text, text)

    def _called(self, at: int, name: str, text: str) -> None:
        if len(name) > LONGEST["name"]:
            self.hand_back(at, text, f"氏名が長すぎます({LONGEST['name']}字まで)。")
            return
        written = as_text(name)
        self.row.file["name"] = written.value or ""
        self.done(at, written.remarks)
        if text != name and normal(text) != name:
            self.row.tell(at, NoteKind.REPAIR, f"「{text}」を「{name}」と読みました。")

    def _several(self, at: int, text: str, persons: Sequence[str]) -> None:
        choice = self.around.options.several
        if choice == SeveralPersons.RETURN:
            self.hand_back(at, text, f"「{text}」には複数の人がいるようです。1行に1人としてください。")
            self.row.refuse(Fate.ANSWER, at, "「一つの欄に複数の人」に答えると取り込めます。")
            return
        if choice == SeveralPersons.ONE:
            self._called(at, text.replace("\n", " "), text)
            return
        self._called(at, persons[0], persons[0])
        self.keep(at, text, counted=False)
        self.row.tell(at, NoteKind.REPAIR, f"「{text}」の先頭の人を本人、ほかを世帯員と読みました。")
        self.row.members += [
            {"name": person[:100], "relation": relation_of(person.split()[0]) if " " in person else "other"}
            for person in persons[1:]
            if person
        ]

    def address(self, where: list[tuple[int, Cell]], places: PlaceNames) -> None:
        """Read prefecture, municipality and address together, in their order on the sheet."""
        text = "".join(shown(cell).strip() for _, cell in where if not is_nothing(shown(cell)))
        first, cell = where[-1]
        for at, _ in where:
            self.done(at)
        if not text:
            return
        read = places.read(text)
        rest = read.rest if read.code else text
        if read.code:
            self.row.file["place_code"] = read.code
        else:
            why = read.doubt or "市区町村が分かりません"
            self.row.tell(first, NoteKind.DOUBT, f"「{text}」: {why}。書かれたまま住所に残します。")
        if len(rest) > LONGEST["address"]:
            self.hand_back(first, cell, f"住所が長すぎます({LONGEST['address']}字まで)。")
        elif rest:
            self.row.file["address"] = rest

    def members(self, by_target: dict[str, list[tuple[int, Cell]]]) -> None:
        """Read the people who stand across."""
        slots: dict[int, dict[str, tuple[int, Cell]]] = {}
        for target in [target for target in by_target if target.startswith("member")]:
            slot, _, part = target.removeprefix("member").partition("_")
            slots.setdefault(int(slot), {})[part] = by_target.pop(target)[0]
        for parts in (slots[slot] for slot in sorted(slots)):
            self._member(parts)

    def _member(self, parts: Mapping[str, tuple[int, Cell]]) -> None:
        member: dict[str, Any] = {"name": "", "relation": "other"}
        for part, (at, cell) in parts.items():
            text = shown(cell).strip()
            if is_nothing(text) or is_error(cell):
                self.keep(at, cell)
            elif part == Part.BIRTH:
                self._member_birth(member, at, cell)
            elif part == Part.RELATION:
                member["relation"], member["told"] = relation_of(text), text
                self.done(at)
            elif len(text) > LONGEST["name"]:
                self.keep(at, cell)
            else:
                member[part] = text
                self.done(at)
        at = min(at for at, _ in parts.values())
        who = member_part(self.around.names[at] if at < len(self.around.names) else "")
        told = member.pop("told", "") or (who[0] if who else "")
        if told and member["relation"] == "other":
            member["relation"] = relation_of(told) if told not in ("世帯員", "家族") else "other"
        if any(member.get(part) for part in ("name", "birth_on", "remark")):
            self.row.members.append(member)

    def _member_birth(self, member: dict[str, Any], at: int, cell: Cell) -> None:
        read = as_date(cell)
        if read.value is None:
            self.hand_back(at, cell, read.remarks[0].text)
        else:
            member["birth_on"] = read.value.isoformat()
            self.done(at, read.remarks)

    def note(self) -> str:
        """Return the note: where it came from, then each cell under its heading."""
        if not self.lines:
            return ""
        return "\n".join([f"取り込み元: {place(self.row.sheet, self.row.row)}", *self.lines])


def split_note(text: str, *, most: int = 4000) -> list[str]:
    """Return a note in pieces that fit (メモの分割), broken at lines where that is possible.

    Source: the longest note that casefiles takes
    """
    pieces: list[str] = []
    while len(text) > most:
        cut = text.rfind("\n", 1, most)
        cut = cut if cut > most // 2 else most
        pieces.append(text[:cut])
        text = re.sub(r"\A\n", "", text[cut:])
    return [*pieces, text] if text else pieces
