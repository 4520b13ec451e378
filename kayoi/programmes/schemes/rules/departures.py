"""People who moved away, as lists of the residents' register name them: whose duty each row may be about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.rules import Identifying, compare
from kayoi.engines.casefiles.states import Likeness
from kayoi.kit.text import kana_key, name_key, search_key
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.obligations import Event

# Words that registers use besides our own.
SPELLINGS = {
    **dict.fromkeys(("転出", "転出(国外)", "転出確定", "国外転出", "職権消除"), Event.MOVED_OUT),
    "死亡": Event.DIED,
    **dict.fromkeys(("転居", "町内転居", "市内転居", "村内転居", "区内転居"), Event.WITHIN),
}


@dataclass(frozen=True)
class Listed:
    """A row of a list: who, what happened, when. `receipt` is that of our own enquiry, where the list gives it back."""

    row: int
    name: str
    kana: str
    birth_on: date | None
    event: Event
    happened_on: date
    receipt: str = ""

    @property
    def identity(self) -> str:
        """What makes it the same row in another list."""
        return f"{name_key(self.name)}|{self.birth_on}|{self.event}|{self.happened_on}"


@dataclass(frozen=True)
class Relative:
    """Somebody of the household as the decision froze it: relation and day of birth, names where the town knows them.

    Without a name it is somebody of the family name; empty where none is known.
    """

    relation: str
    born_on: date
    names: frozenset[str] = frozenset()
    family_name: str = ""


@dataclass(frozen=True)
class Grantee:
    """Whose duty runs, or who is still to be paid: the grant, its receipt, who it is, from when to when, with whom."""

    grant: int
    receipt: str
    person: Identifying
    starts_on: date
    until: date
    household: tuple[Relative, ...] = ()


@dataclass(frozen=True)
class Match:
    """A row that may be about a grantee, or about somebody of their household, then with the `relation`.

    `likeness` is SAME where nothing is left to ask.
    """

    listed: Listed
    grant: int
    likeness: Likeness
    relation: str = ""


def event_of(text: str) -> Event | None:
    """Return what a register calls somebody's move, None where it cannot be read (異動事由).

    Source: 住民基本台帳法 22条から24条まで (転入・転居・転出)
    """
    return SPELLINGS.get(text) or SPELLINGS.get(search_key(text))


def matches(rows: Iterable[Listed], grantees: Sequence[Grantee]) -> list[Match]:
    """Return which rows may be about a grantee, on a day that concerns the grant (転出者の照合).

    By the receipt of our enquiry, otherwise by name, reading and day of birth. It is surely the same person where name
    and day of birth agree with one grantee only and a receipt, if given, is theirs; the rest a person looks at.
    Of a household only days of birth are frozen: a row of that day may be somebody of it where the name that the town
    knows, or else the family name, agrees; that is always left to a person.

    Source: docs/decisions/0008-finding-duplicates.md; 個人情報の保護に関する法律 65条 (正確性の確保)
    """
    by_key: dict[object, list[Grantee]] = {}
    for one in grantees:
        for key in _keys(one.person, one.receipt):
            by_key.setdefault(key, []).append(one)
    by_born: dict[date | None, list[tuple[Relative, Grantee]]] = {}
    for one in grantees:
        for relative in one.household:
            by_born.setdefault(relative.born_on, []).append((relative, one))
    found = []
    for row in rows:
        person = Identifying(name_key(row.name), kana_key(row.kana), row.birth_on)
        near = {one.grant: one for key in _keys(person, row.receipt) for one in by_key.get(key, ())}
        alike = [
            (one, likeness)
            for one in near.values()
            if _concerns(row, one) and (likeness := _likeness(row, person, one)) is not Likeness.DIFFERENT
        ]
        people = {one.person for one, likeness in alike if likeness is Likeness.SAME}
        for one, likeness in alike:
            sure = likeness is Likeness.SAME and len(people) == 1
            found.append(Match(row, one.grant, Likeness.SAME if sure else Likeness.LIKELY))
        known = {one.grant for one, _ in alike}
        found += [
            Match(row, one.grant, Likeness.LIKELY, relative.relation)
            for relative, one in by_born.get(row.birth_on, ())
            if one.grant not in known and _concerns(row, one) and _may_be(row, relative)
        ]
    return found


def may_confirm(event: Event, *, happened_on: date, on: date, taken_by: int | None, by: int | None) -> Verdict:
    """Answer whether somebody may say that a row is about a grantee (本人と認める): not before its day.

    A death ends all duties: another person says so than the one who took the list in.

    Source: 財務規則の通例 (相互牽制)
    """
    against = []
    if happened_on > on:
        against.append(Reason("schemes.departure_to_come"))
    if event is Event.DIED and (by is None or by == taken_by):
        against.append(Reason("schemes.same_person_took_list"))
    return verdict(against)


def _keys(person: Identifying, receipt: str) -> list[object]:
    pairs = (("name", person.name_key), ("kana", person.kana_key), ("birth", person.birth_on), ("receipt", receipt))
    return [(what, value) for what, value in pairs if value]


def _concerns(row: Listed, one: Grantee) -> bool:
    return one.starts_on <= row.happened_on <= one.until


def _may_be(row: Listed, relative: Relative) -> bool:
    """Tell whether a row of that day of birth may be somebody of a household."""
    name = name_key(row.name)
    if relative.names:
        return name in relative.names
    return bool(relative.family_name) and name.startswith(relative.family_name)


def _likeness(row: Listed, person: Identifying, one: Grantee) -> Likeness:
    likeness = compare(person, one.person).likeness
    if not row.receipt:
        return likeness
    if row.receipt == one.receipt:
        # Our own number: another name or day of birth beside it is a slip that somebody has to look at.
        return Likeness.SAME if likeness is Likeness.SAME else Likeness.LIKELY
    return Likeness.DIFFERENT if likeness is Likeness.DIFFERENT else Likeness.LIKELY
