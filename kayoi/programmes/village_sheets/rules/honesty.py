"""What makes a sheet honest and harmless: a hard side, sources, no forbidden words, two people and the district."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kayoi.kit.dates import months_later
from kayoi.kit.text import normal
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.village_sheets.states import FORBIDDEN, KINDS, LEAST_ITEMS, REVIEW_MONTHS

SIGNS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class Said:
    """What a sheet says on one item (項目の内容): a number or the code of an answer, as of a day, by a source."""

    code: str
    number: Decimal | None
    choice: str
    as_of: date
    source: str


def forbidden_words(text: str) -> list[str]:
    """Return what a text says on lineage, creed, nationality or past place names (書いてはいけないことば).

    Signs and spaces between the letters do not hide a word.

    Source: docs/decisions/0020-village-sheets.md; 部落差別の解消の推進に関する法律; 日本国憲法14条
    """
    letters = SIGNS.sub("", normal(text))
    return [found.group() for pattern in FORBIDDEN for found in re.finditer(pattern, letters)]


def is_hard(said: Said) -> bool:
    """Tell whether an item is a hard side of life (きびしい面).

    Source: docs/decisions/0020-village-sheets.md (thresholds stand in the vocabulary)
    """
    kind = KINDS[said.code]
    if kind.choices:
        return any(choice.hard for choice in kind.choices if choice.code == said.choice)
    if said.number is None:
        return False
    return (kind.hard_from is not None and said.number >= kind.hard_from) or (
        kind.hard_to is not None and said.number <= kind.hard_to
    )


def hard_sides(items: Iterable[Said]) -> list[Said]:
    """Return the items that are a hard side (きびしい面の項目).

    Source: docs/decisions/0020-village-sheets.md
    """
    return [said for said in items if is_hard(said)]


def may_check(items: Collection[Said], texts: Collection[str], *, confirmed: bool, today: date) -> Verdict:
    """Answer whether a sheet may be handed in for approval (承認に出す): all reasons against it.

    Source: docs/decisions/0020-village-sheets.md
    """
    against = []
    if len(items) < LEAST_ITEMS:
        against.append(Reason("village_sheets.few_items", {"least": LEAST_ITEMS}))
    if not hard_sides(items):
        against.append(Reason("village_sheets.no_hard_side"))
    if not confirmed:
        against.append(Reason("village_sheets.not_confirmed"))
    if any(said.as_of > today for said in items):
        against.append(Reason("village_sheets.future"))
    words = [word for text in (*texts, *(said.source for said in items)) for word in forbidden_words(text)]
    if words:
        against.append(Reason("village_sheets.forbidden", {"words": "、".join(sorted(set(words)))}))
    return verdict(against)


def may_publish(*, approver: int | None, writers: Collection[int]) -> Verdict:
    """Answer whether this member may publish a sheet (公開を承認する): somebody, and nobody who wrote it.

    Source: docs/decisions/0020-village-sheets.md (two people)
    """
    if approver is None or approver in writers:
        return verdict([Reason("village_sheets.own_sheet")])
    return verdict([])


def review_due_on(published_on: date) -> date:
    """Return the day by which a sheet is to be looked at again (見直しの期限): a year after it was published.

    Source: docs/decisions/0020-village-sheets.md
    """
    return months_later(published_on, REVIEW_MONTHS)
