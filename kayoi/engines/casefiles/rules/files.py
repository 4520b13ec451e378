"""Are two files about one person; may they be merged; until when is a record kept."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from kayoi.engines.casefiles.states import (
    FACTS_TO_MATCH,
    LOOK_MINUTES,
    OF_DONORS,
    CaseFileStatus,
    IdentityFact,
    Likeness,
    Retention,
)
from kayoi.kit.dates import fiscal_year
from kayoi.kit.text import (
    bigrams,
    edit_distance,
    heard_words,
    kana_key,
    name_key,
    normal,
    phone_keys,
    plain_hyphens,
    sound_terms,
)
from kayoi.kit.verdict import Reason, Verdict, verdict

NUMBER = re.compile(r"[0-9]{13}")
NAME_PARTS = 3  # surname, given name, a name between them


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
    *, source_id: int, target_id: int, source_merged: bool, target_merged: bool, both_linked: bool, of_two_kinds: bool
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
    if of_two_kinds:
        against.append(Reason("casefiles.merge_two_kinds"))
    return verdict(against)


def corporate_number(text: str) -> str:
    """Return a corporate number in its 13 digits (法人番号). Raises ValueError where the first does not prove the rest.

    From the last digit on each second one counts twice; the first is 9 less the remainder of their sum by 9.

    Source: 法人番号の指定等に関する省令 2条 (検査用数字)
    """
    digits = plain_hyphens(normal(text)).replace("-", "").replace(" ", "")
    if not NUMBER.fullmatch(digits):
        raise ValueError(f"「{text}」: 法人番号(13けた)として読めません")
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
    if int(digits[0]) != 9 - total % 9:
        raise ValueError(f"「{text}」: 法人番号の検査用数字が合いません")
    return digits


def status_at_first(collected_for: str) -> CaseFileStatus:
    """Return in which state an import opens a file (取り込んだ個票の状態): on a donor nothing is to be done.

    Source: docs/decisions/0018-follow-up-rounds.md
    """
    return CaseFileStatus.CLOSED if collected_for in OF_DONORS else CaseFileStatus.OPEN


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


def search_terms(*, name: str, kana: str, phone: str, others: Iterable[str]) -> list[str]:
    """Return the terms under which a case file is found (検索の対象): every part of it, and how the name sounds.

    Keys stand beside what was written, as people also type names and numbers without the signs between them. Who left
    no reading is found by the sound of a name that is written in kana.
    Source: docs/decisions/0010-search-by-bigrams.md, docs/decisions/0015-finding-callers.md
    """
    written = [name, kana, phone, *others, name_key(name), kana_key(kana), *phone_keys(phone)]
    return bigrams(" ".join(part for part in written if part)) + sound_terms(kana or name)


def misheard_by(*, kana: str, heard: str) -> int | None:
    """Return by how many sounds a name differs from what was heard (聞き違いの数): 0 sounds the same; None is too far.

    One sound may be wrong in each word, in whatever order they were said; of a name heard as one word, in the whole
    name or in one of its words.
    Source: docs/decisions/0015-finding-callers.md
    """
    known, wanted = heard_words(kana), heard_words(heard)
    if not known or not wanted:
        return None
    whole = edit_distance("".join(known), "".join(wanted), at_most=1)
    distances = [whole] if whole <= 1 else []
    if len(wanted) == 1:
        found = [edit_distance(word, wanted[0], at_most=1) for word in known if min(len(word), len(wanted[0])) > 1]
        distances += [distance for distance in found if distance <= 1]
    elif len(wanted) == len(known) <= NAME_PARTS:
        for order in permutations(wanted):
            apart = [edit_distance(one, other, at_most=1) for one, other in zip(known, order, strict=True)]
            distances += [sum(apart)] if max(apart) <= 1 else []
    return min(distances, default=None)


def identity_confirmed(
    *, on_file: Collection[IdentityFact], matched: Collection[IdentityFact], spoken: bool
) -> Verdict:
    """Answer whether a caller has said enough to be taken for the person of the file (本人と確かめられたか).

    Two facts at least, and only such as stand on the file: what nobody wrote down cannot have been compared. Where
    nobody listens (a letter, a mail, a message that is written down) nothing is read out and nothing is asked.
    Source: docs/decisions/0015-finding-callers.md
    """
    against: list[Reason] = []
    if set(matched) - set(on_file):
        against.append(Reason("casefiles.identity_not_on_file"))
    if spoken and len(set(matched)) < FACTS_TO_MATCH:
        against.append(Reason("casefiles.identity_too_few"))
    return verdict(against)


def still_open(*, since: float | None, now: float) -> bool:
    """Tell whether a look that began then is still open (閲覧の時間内か); both in seconds of one clock.

    Source: docs/decisions/0015-finding-callers.md
    """
    return since is not None and 0 <= now - since < LOOK_MINUTES * 60
