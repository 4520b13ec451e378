"""Read answers as they stand on paper cards and in the sheets of other counters: a digit, a word, a mark."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID, uuid5

from kayoi.engines.casefiles.states import AgeBand, HouseholdType, Interest
from kayoi.kit.dates import parse_date
from kayoi.kit.text import normal

SHEETS = UUID("5f0c0d5e-54f4-4c55-9d5e-5b0f8e7b8a11")  # the name space of rows; never changed

_BANDS = (AgeBand.UNDER_20, AgeBand.TWENTIES, AgeBand.THIRTIES, AgeBand.FORTIES, AgeBand.FIFTIES, AgeBand.SIXTIES)
_HOUSEHOLDS = (
    (HouseholdType.PARENT, r"ひとり親|一人親|母子|父子|シングルマザ|シングルファザ"),
    (HouseholdType.THREE_GENERATIONS, r"三世代|3世代|親と同居"),
    (HouseholdType.FAMILY, r"子|家族|ファミリ"),
    (HouseholdType.COUPLE, r"夫婦|二人|2人|カップル|配偶者|パートナ"),
    (HouseholdType.SINGLE, r"単身|独身|一人|1人|ひとり"),
    (HouseholdType.OTHER, r"その他|友人"),
)
_INTERESTS = (
    (Interest.HOUSING, r"住まい|住宅|住居|空き?家|賃貸|物件|借家"),
    (Interest.WORK, r"仕事|就職|転職|職|求人"),
    (Interest.CHILDREN, r"子育て|子ども|保育|教育|学校"),
    (Interest.FARMING, r"農|林業|漁業"),
    (Interest.BUSINESS, r"起業|開業|創業|店"),
    (Interest.TWO_PLACES, r"二地域|2地域|二拠点|2拠点|デュアル"),
    (Interest.LEARNING, r"学び|学習|習い|勉強"),
)
_YES = re.compile(
    r"(?:連絡)?(?:可|可能|可。|良い|よい|ok|○|〇|◯|はい|有|あり|希望|希望する|1|同意|する|✓|レ)", re.IGNORECASE
)
_NO = re.compile(r"(?:連絡)?(?:不可|否|不要|ng|×|x|✕|いいえ|無|なし|希望しない|0|しない|ー|-)", re.IGNORECASE)


def age_band_of(text: str) -> AgeBand | None:
    """Return the age band that a card says (年代): 30, 30代, 三十代 by its number, an age such as 34, 70以上.

    Nothing where nothing stands; ValueError for what is no age.
    Source: CaseFile.age_band (年代 as counters ask it, in tens)
    """
    tidy = normal(text)
    if not tidy:
        return None
    found = re.fullmatch(r"(?:満)?([0-9]{1,3})(?:歳|才|代)?(?:前半|後半|以上|まで|未満)?", _arabic(tidy))
    if found is None or int(found[1]) > 120:
        raise ValueError(f"「{text}」: 年代として読めません。30 のように書いてください")
    tens = int(found[1]) // 10
    return AgeBand.OVER_70 if tens >= 7 else _BANDS[max(tens, 1) - 1]


def household_type_of(text: str) -> HouseholdType | None:
    """Return the household that a card says (世帯の形): its number on the card (1 to 6), or words.

    Nothing where nothing stands; ValueError for words that say none of them.
    Source: CaseFile.household_type; the order of HouseholdType is the numbering on the card
    """
    tidy = normal(text)
    if not tidy:
        return None
    numbered = list(HouseholdType)
    if tidy.isdecimal() and 1 <= int(tidy) <= len(numbered):
        return numbered[int(tidy) - 1]
    for kind, words in _HOUSEHOLDS:
        if re.search(words, tidy):
            return kind
    raise ValueError(f"「{text}」: 世帯の形として読めません。1(単身)から6(その他)の番号で書いてください")


def interests_of(text: str) -> frozenset[Interest]:
    """Return the interests that a card says (関心): digits of the card (1 to 7, as 13 or 1,3), or words.

    ValueError for digits that are not on the card and for words that say none of them.
    Source: CaseFile's wishes; the order of Interest is the numbering on the card
    """
    tidy = re.sub(r"[\s,、・/.]", "", normal(text))
    numbered = list(Interest)
    if tidy.isdecimal():
        if not all(1 <= int(digit) <= len(numbered) for digit in tidy):
            raise ValueError(f"「{text}」: 関心は1から{len(numbered)}の番号で書いてください")
        return frozenset(numbered[int(digit) - 1] for digit in tidy)
    found = frozenset(interest for interest, words in _INTERESTS if re.search(words, tidy))
    if tidy and not found:
        raise ValueError(f"「{text}」: 関心として読めません。1(住まい)から7(学び)の番号で書いてください")
    return found


def prefecture_named(text: str, names: Mapping[str, str]) -> str:
    """Return the code of a prefecture (都道府県), written 13, 東京, 東京都, or at the beginning of an address.

    `names` gives the name of each six-digit code. Empty where nothing stands; ValueError where none is named.
    Source: 全国地方公共団体コード (the first two digits are those of JIS X 0401)
    """
    tidy = normal(text).replace(" ", "")
    if not tidy:
        return ""
    if tidy.isdecimal():
        found = [code for code in names if int(code[:2]) == int(tidy)]
    else:
        found = [code for code, name in names.items() if tidy.startswith(name) or tidy == _bare(name)]
    if len(found) != 1:
        raise ValueError(f"「{text}」: 都道府県として読めません。13 か 東京 のように書いてください")
    return found[0]


def may_be_contacted(text: str) -> bool | None:
    """Return whether the person allowed the town to write (連絡可否); None where the mark cannot be read.

    Only a plain yes counts: what cannot be read is no permission.
    Source: 個人情報の保護に関する法律 第69条 (本人の同意に基づく提供)
    """
    tidy = normal(text)
    if _NO.fullmatch(tidy):
        return False
    return True if _YES.fullmatch(tidy) else None


def row_key(cells: Iterable[object]) -> UUID:
    """Return the key of a sheet's row (行の鍵): the same cells, however spaced or wide, are the same row.

    Source: RFC 9562 section 5.5 (a UUID of a name in a name space)
    """
    return uuid5(SHEETS, "\x1f".join(normal("" if cell is None else str(cell)) for cell in cells))


def day_of_event(text: str, *, starts_on: date, ends_before: date) -> date:
    """Return the day of an event that a card says (来場日): 3, 11/3, 11月3日, R8.11.3, 2026-11-03; nothing: the first.

    ValueError for what is no day, and for days on which the event was not held.
    Source: the form of the event (開催日・最終日)
    """
    tidy = normal(text)
    if not tidy:
        return starts_on
    held = [starts_on + timedelta(days=past) for past in range((ends_before - starts_on).days)]
    short = re.fullmatch(r"(?:([0-9]{1,2})[月/.\-])?([0-9]{1,2})日?", tidy)
    if short:
        month, day = int(short[1] or 0), int(short[2])
        fitting = [on for on in held if on.day == day and month in {0, on.month}]
    else:
        fitting = [on for on in held if on == parse_date(text)]
    if len(fitting) != 1:
        raise ValueError(f"「{text}」: イベントの日ではありません")
    return fitting[0]


def _arabic(text: str) -> str:
    """Turn 二十 to 九十 into digits; cards have no other numbers in kanji."""
    return re.sub(
        r"([一二三四五六七八九]?)十", lambda found: f"{'一二三四五六七八九'.find(found[1] or '一') + 1}0", text
    )


def _bare(name: str) -> str:
    return name if name == "北海道" else name[:-1]
