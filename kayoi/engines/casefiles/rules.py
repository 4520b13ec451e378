"""Are two files about one person; may they be merged; until when is a record kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.states import Likeness, Retention
from kayoi.kit.dates import fiscal_year
from kayoi.kit.text import edit_distance
from kayoi.kit.verdict import Reason, Verdict, verdict


@dataclass(frozen=True)
class Identifying:
    """What identifies a person in a file, in normal form (keys of kit.text; empty where nothing is known)."""

    name_key: str = ""
    kana_key: str = ""
    birth_on: date | None = None
    phone_key: str = ""
    email_key: str = ""


@dataclass(frozen=True)
class Comparison:
    """How alike two files are, and what speaks for and against it."""

    likeness: Likeness
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]


def compare(one: Identifying, other: Identifying) -> Comparison:
    """Compare two files (重複の判定). Couples share addresses and telephones; parents and children share surnames.

    same: the name (or reading) agrees together with birth date, telephone or e-mail, and nothing speaks against it.
    likely: the name agrees and nothing else is known, or a contact agrees and the reading is one sign off.
    Source: docs/decisions/0008-finding-duplicates.md
    """
    agreeing: list[str] = []
    differing: list[str] = []
    for field in ("birth_on", "phone_key", "email_key"):
        mine, theirs = getattr(one, field), getattr(other, field)
        if mine and theirs:
            (agreeing if mine == theirs else differing).append(field)
    name = _names_agree(one, other)
    if name == "agree":
        agreeing.insert(0, "name")
    elif name == "differ":
        differing.insert(0, "name")
    return Comparison(_likeness(name, agreeing, differing), tuple(agreeing), tuple(differing))


def _likeness(name: str, agreeing: list[str], differing: list[str]) -> Likeness:
    contact = {"phone_key", "email_key"} & set(agreeing)
    if "birth_on" in differing:
        return Likeness.DIFFERENT
    if name == "agree":
        return Likeness.SAME if contact or "birth_on" in agreeing else Likeness.LIKELY
    if name in {"near", "unknown"} and (contact or (name == "near" and "birth_on" in agreeing)):
        return Likeness.LIKELY
    return Likeness.DIFFERENT


def _names_agree(one: Identifying, other: Identifying) -> str:
    """Return agree, near (one sign off in the reading), differ, or unknown when a side has neither name nor reading."""
    pairs = [(one.name_key, other.name_key), (one.kana_key, other.kana_key)]
    known = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    if not known:
        return "unknown"
    if any(mine == theirs for mine, theirs in known):
        return "agree"
    if any(edit_distance(mine, theirs, at_most=1) <= 1 and min(len(mine), len(theirs)) >= 4 for mine, theirs in known):
        return "near"
    return "differ"


def may_merge(
    *, source_id: int, target_id: int, source_merged: bool, target_merged: bool, both_linked: bool
) -> Verdict:
    """Answer whether one file may be merged into another (統合できるか).

    Source: docs/decisions/0008-finding-duplicates.md
    """
    against: list[Reason] = []
    if source_id == target_id:
        against.append(Reason("casefiles.merge_itself"))
    if source_merged or target_merged:
        against.append(Reason("casefiles.merge_already"))
    if both_linked:
        against.append(Reason("casefiles.merge_two_logins"))
    return verdict(against)


def kept_until(*, ended_on: date, retention: Retention) -> date:
    """Return the last day on which a record is kept (保存期間の満了日).

    Counted in whole fiscal years from the 1 April after the fiscal year in which the matter ended.
    Source: 公文書等の管理に関する法律施行令 第8条 (起算日は翌年度の4月1日); towns follow it in their own rules
    """
    return date(fiscal_year(ended_on) + 1 + int(retention), 3, 31)


def longest(terms: Iterable[Retention]) -> Retention | None:
    """Return the longest of several retention classes, or None when there are none.

    Source: docs/decisions/0009-retention.md
    """
    return max(terms, key=int, default=None)


def searchable(parts: Iterable[str]) -> str:
    """Return the text that the search of case files is made over (検索の対象).

    Source: docs/decisions/0010-search-by-bigrams.md
    """
    return " ".join(part for part in parts if part)
