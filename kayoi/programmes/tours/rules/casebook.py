"""The casebook of the 44 consortia (採択44団体): read from the ministry's list as printed, and searched.

The printed table of approaches has eleven columns of marks under ten headings. Which heading is missing cannot be told,
so a mark stays at its column, with both headings that it may be under.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kayoi.kit.text import search_key

ISSUES: Final = {"cost": "経費削減", "living": "生活環境", "register": "住民票/税"}
# The headings as printed, in their order; there is one column more than there are headings.
HEADINGS: Final = (
    "域内交通", "教育/保育", "防災", "コミュニティ", "産業/仕事", "住まい", "プラットフォーム", "拠点整備",
    "マーケティング", "制度検討",
)  # fmt: skip
FIRST_COLUMN: Final = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A ○ in the table of approaches: the column, counted from 0 in the line, and what it may stand under."""

    column: int

    @property
    def printed(self) -> str:
        """The heading at this column, as printed; empty for the column that has none."""
        at = self.column - FIRST_COLUMN
        return HEADINGS[at] if at < len(HEADINGS) else ""

    @property
    def shifted(self) -> str:
        """The heading if the missing one belongs to this column or before it; empty where nothing can be shifted."""
        at = self.column - FIRST_COLUMN
        return HEADINGS[at - 1] if at else ""


@dataclass(frozen=True, slots=True)
class Consortium:
    """One of the 44: names as printed and as corrected, where from, what it set out to do."""

    number: int
    round: str
    place: str
    place_printed: str
    place_why: str
    prefectures: tuple[str, ...]
    codes: tuple[str, ...]
    name: str
    name_printed: str
    name_elsewhere: str
    toured: bool
    issues: tuple[str, ...]
    marks: tuple[Mark, ...]
    theme: str
    problem: str
    note: str

    @property
    def words(self) -> str:
        """All of it that words are looked for in."""
        return " ".join(
            (self.place, self.place_printed, *self.prefectures, self.name, self.name_printed, self.name_elsewhere,
             self.theme, self.problem, self.note)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty is anything. `loosely`: an approach also by the other heading it may be under."""

    words: str = ""
    round: str = ""
    prefecture: str = ""
    issue: str = ""
    approach: str = ""
    toured: bool | None = None
    loosely: bool = False


def read_consortium(row: Mapping[str, str]) -> Consortium:
    """Read one line of the list.

    Source: data/consortia/consortia_44.csv
    """
    columns = range(FIRST_COLUMN, FIRST_COLUMN + len(HEADINGS) + 1)
    return Consortium(
        int(row["no"]), row["採択次"], row["地域名"], row["地域名_原文"], row["地域名_訂正根拠"],
        _parts(row["都道府県"]), _parts(row["市区町村コード"]), row["コンソーシアム名"], row["コンソーシアム名_原文"],
        row["名称の揺れ"], row["ツアー実施"] == "1",
        tuple(key for key, label in ISSUES.items() if row[f"課題_{label}"] == "1"),
        tuple(Mark(column) for column in columns if row[f"列{column:02}"] == "1"),
        row["二地域居住を進める上でのテーマ"], row["解決しようとした地域課題"], row["備考"],
    )  # fmt: skip


def found(cases: Iterable[Consortium], wanted: Wanted) -> list[Consortium]:
    """Return the consortia that meet all that is wanted, in the order of the list; words in any order, any width.

    Source: docs/reference/tours-afterwards.md (Casebook)
    """
    words = [search_key(word) for word in wanted.words.split()]
    return [case for case in cases if _meets(case, wanted) and _holds(case, words)]


def _meets(case: Consortium, wanted: Wanted) -> bool:
    return (
        wanted.round in {"", case.round}
        and (not wanted.prefecture or wanted.prefecture in case.prefectures)
        and (not wanted.issue or wanted.issue in case.issues)
        and (wanted.toured is None or wanted.toured == case.toured)
        and (not wanted.approach or any(_under(mark, wanted) for mark in case.marks))
    )


def _under(mark: Mark, wanted: Wanted) -> bool:
    return wanted.approach == mark.printed or (wanted.loosely and wanted.approach == mark.shifted)


def _holds(case: Consortium, words: list[str]) -> bool:
    text = search_key(case.words)
    return all(word in text for word in words)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
