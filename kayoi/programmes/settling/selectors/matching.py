"""Whom the rows of a list or of a questionnaire are about; where an address lies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules import Comparison, Identifying, compare
from kayoi.engines.casefiles.selectors import identifying
from kayoi.engines.casefiles.states import Likeness
from kayoi.foundation.places.models import Place
from kayoi.kit.text import kana_key, name_key, normal
from kayoi.programmes.settling.models import MatchList, MatchRow, Move


def person_of(name: str, kana: str, birth_on: date | None) -> Identifying:
    """Return what identifies somebody as a form or a list names them."""
    return Identifying(name_key(name)[:100], kana_key(kana)[:100], birth_on)


def candidates_by_name(people: Iterable[Identifying]) -> list[CaseFile]:
    """Return the case files that any of these people might be: by name, reading or birth date, in one query."""
    names, kanas, births = set(), set(), set()
    for one in people:
        names |= {one.name_key} - {""}
        kanas |= {one.kana_key} - {""}
        births |= {one.birth_on} - {None}
    alike = Q(name_key__in=names) | Q(kana_key__in=kanas) | Q(birth_on__in=births)
    return list(CaseFile.objects.without_search().roots().of_desk().filter(alike).order_by("pk"))


class Candidates:
    """Case files by what a person may be found with, so that each row of a list is compared with few."""

    def __init__(self, files: Iterable[CaseFile]) -> None:
        self._by: dict[object, list[CaseFile]] = {}
        for file in files:
            for key in _keys(identifying(file)):
                self._by.setdefault(key, []).append(file)

    def of(self, one: Identifying) -> list[CaseFile]:
        """Return the files that share name, reading or birth date with somebody."""
        found = {file.pk: file for key in _keys(one) for file in self._by.get(key, ())}
        return [found[pk] for pk in sorted(found)]


def _keys(one: Identifying) -> list[object]:
    pairs = (("name", one.name_key), ("kana", one.kana_key), ("birth", one.birth_on))
    return [(what, value) for what, value in pairs if value]


def best_match(one: Identifying, candidates: Iterable[CaseFile]) -> tuple[CaseFile | None, Comparison | None]:
    """Return the most alike of the candidates; of two that are equally alike none is surely the same."""
    compared = [(compare(one, identifying(file)), file) for file in candidates]
    same = [pair for pair in compared if pair[0].likeness is Likeness.SAME]
    likely = [pair for pair in compared if pair[0].likeness is Likeness.LIKELY]
    if len(same) == 1:
        return same[0][1], same[0][0]
    if alike := same + likely:
        first, file = alike[0]
        return file, Comparison(Likeness.LIKELY, first.agreeing, first.differing)
    return None, None


def waiting_for_link() -> Sequence[tuple[Move, CaseFile | None, Comparison | None]]:
    """Return moves whose person agreed to be joined with a file, each with the file that seems to be theirs."""
    moves = list(Move.objects.unlinked().order_by("reported_on", "pk"))
    people = [person_of(move.name, move.kana, move.birth_on) for move in moves]
    near = Candidates(candidates_by_name(people) if people else [])
    return [(move, *best_match(one, near.of(one))) for move, one in zip(moves, people, strict=True)]


class Origins:
    """Codes of municipalities by the beginning of an address (東京都新宿区西新宿2-8-1)."""

    def __init__(self) -> None:
        self._codes = dict(Place.objects.current().values_list("full_name", "code"))
        self._longest = max(map(len, self._codes), default=0)

    def code_of(self, address: str) -> str:
        """Return the code of the municipality, or of the prefecture where only that can be read; "" otherwise."""
        text = normal(address).replace(" ", "")
        for length in range(min(self._longest, len(text)), 2, -1):
            if code := self._codes.get(text[:length]):
                return code
        return ""


@dataclass(frozen=True)
class MatchedRows:
    """The rows of a list by what was found: same person, perhaps the same, none."""

    same: Sequence[MatchRow]
    likely: Sequence[MatchRow]
    none: int


def matched_rows(match_list: MatchList) -> MatchedRows:
    """Return the rows of a list that waits to be confirmed; rows without a file are only counted."""
    rows = match_list.rows.select_related("candidate").defer("candidate__search").order_by("number")
    found = [row for row in rows if row.candidate_id is not None]
    same = [row for row in found if row.likeness == Likeness.SAME]
    likely = [row for row in found if row.likeness == Likeness.LIKELY]
    return MatchedRows(same, likely, len(rows) - len(found))


def lists_handed_in() -> list[MatchList]:
    """Return the lists that were handed in, the latest first."""
    return list(MatchList.objects.order_by("-uploaded_at")[:50])
