"""Which rows and files are about one person (名寄せ), by the house's own comparison."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kayoi.engines.casefiles.rules import Identifying, compare
from kayoi.engines.casefiles.states import CollectedFor, Likeness
from kayoi.engines.imports.rules.plans import Planned
from kayoi.engines.imports.states import Fate, SameName

# Beyond so many of one name or number only the first are compared: nothing is lost but a suggestion.
_MOST = 20


@dataclass
class Candidate:
    """A file that is there, or the first row of a person in the workbook."""

    who: Identifying
    file_id: int | None = None
    row: Planned | None = None
    number: int = 0


@dataclass
class People:
    """Everybody who is known so far, by what could make them the same."""

    _strong: dict[tuple[str, ...], list[Candidate]] = field(default_factory=dict)
    _named: dict[str, list[Candidate]] = field(default_factory=dict)

    def add(self, candidate: Candidate) -> None:
        """Remember somebody."""
        for key in _strong_keys(candidate.who):
            self._strong.setdefault(key, []).append(candidate)
        for name in {candidate.who.name_key, candidate.who.kana_key} - {""}:
            self._named.setdefault(name, []).append(candidate)

    def same(self, who: Identifying) -> Candidate | None:
        """Return who is the same person beyond doubt (同じ人), a file before a row."""
        found: list[Candidate] = []
        for key in _strong_keys(who):
            found += [
                each for each in self._strong.get(key, ())[:_MOST] if compare(who, each.who).likeness is Likeness.SAME
            ]
        return min(found, key=lambda each: (each.file_id is None, each.file_id or each.number), default=None)

    def likely(self, who: Identifying) -> Candidate | None:
        """Return who may be the same (同じ人かもしれない): the name agrees and nothing speaks against it."""
        for name in (who.name_key, who.kana_key):
            for each in self._named.get(name, ())[:_MOST] if name else ():
                if compare(who, each.who).likeness is not Likeness.DIFFERENT and not _contradicts(who, each.who):
                    return each
        return None


def _strong_keys(who: Identifying) -> list[tuple[str, ...]]:
    """Return the keys of which two files that are the same share at least one (see casefiles.rules.compare)."""
    keys: list[tuple[str, ...]] = [("contact", each) for each in (who.phone_key, who.email_key) if each]
    if who.birth_on:
        keys += [("birth", each, who.birth_on.isoformat()) for each in (who.name_key, who.kana_key) if each]
    return keys


def _contradicts(one: Identifying, other: Identifying) -> bool:
    return any(
        getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
        for name in ("phone_key", "email_key", "birth_on")
    )


def settle(rows: Sequence[Planned], identities: Sequence[Identifying], people: People, *, same_name: str) -> None:
    """Decide for each row whose file it goes into (名寄せ): one that is there, one of an earlier row, or a new one.

    What a later row knows and the first does not, the new file gets; a file that is there is never changed.
    Rows without a name, a telephone and an address of mail are each somebody of their own.
    Source: docs/decisions/0008-finding-duplicates.md, 0017-undo-of-an-import.md
    """
    for number, (row, who) in enumerate(zip(rows, identities, strict=True)):
        if row.fate != Fate.NEW:
            continue
        found = people.same(who)
        if found is None and (likely := people.likely(who)) is not None:
            if same_name == SameName.SAME:
                found = likely
            else:
                row.likely = True
        if found is None:
            people.add(Candidate(who, row=row, number=number))
        elif found.file_id is not None:
            row.fate, row.file_id = Fate.MATCHED, found.file_id
        else:
            row.fate, row.leader = Fate.ADDED, found.number
            assert found.row is not None
            _complete(found.row, row)


def _complete(first: Planned, later: Planned) -> None:
    for name, value in later.file.items():
        first.file.setdefault(name, value)
    if later.file.get("collected_for") == CollectedFor.DONATION:  # one no weighs more than any yes
        first.file["collected_for"] = CollectedFor.DONATION
    if "stage" in later.file:  # the latest row says how near the person has come
        first.file["stage"] = later.file["stage"]
    first.interests += [code for code in later.interests if code not in first.interests]
    known = {_member_key(member) for member in first.members}
    first.members += [member for member in later.members if _member_key(member) not in known]


def _member_key(member: dict[str, Any]) -> tuple[str, str]:
    return str(member.get("relation")), str(member.get("name"))
