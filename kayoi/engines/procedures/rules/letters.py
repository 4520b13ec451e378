"""The words of a letter: at its head, and those of the procedure's own."""

from collections.abc import Mapping

from kayoi.engines.messages.rules import PLACE, fill, places
from kayoi.engines.procedures.states import LETTER_PARTS, LETTER_PLACES, ApplicationStatus
from kayoi.kit.verdict import Reason, Verdict, verdict


def address_lines(*, postal_code: str, place: str, address: str, name: str, representative: str = "") -> list[str]:
    """Return what stands in the window of an envelope (宛名): postal code, address, name with 様; no empty lines.

    Of a body the name and below it who represents it: 会長 伊那 太郎 様.

    Source: 日本郵便 内国郵便約款 (郵便番号を一番上に、敬称は氏名と同じ行に); 公用文の宛名 (団体名、代表者の職氏名)
    """
    named = [name, f"{representative} 様"] if representative else [f"{name} 様"]
    lines = [f"〒{postal_code}" if postal_code else "", f"{place}{address}", *named]
    return [line for line in lines if line]


def head_of(organization: str, *, is_prefecture: bool) -> str:
    """Return in whose name a letter is sent (発信者): 伊那市長, 長野県知事.

    Source: 地方自治法 139条
    """
    return f"{organization}知事" if is_prefecture else f"{organization}長"


def may_say(part: str, text: str, outcome: ApplicationStatus) -> Verdict:
    """Answer whether a part of a letter uses only places that will be filled; a title has none.

    Source: docs/decisions/0011-mail-templates.md (the same places, but closed: no other brace is left in a letter)
    """
    known = {} if part == "title" else LETTER_PLACES[outcome]
    unknown = sorted(places(text) - known.keys())
    if unknown or set("{}") & set(PLACE.sub("", text)):
        names = "、".join(unknown) or "{ }"
        allowed = "、".join(f"{{{{ {name} }}}}" for name in known) or "なし"
        return verdict([Reason("procedures.unknown_place", {"names": names, "allowed": allowed})])
    return verdict([])


def own_words(
    letters: Mapping[str, Mapping[str, str]], outcome: ApplicationStatus, values: Mapping[str, str]
) -> dict[str, str]:
    """Return what a procedure says in a letter in words of its own, filled; a part is empty for the standard words.

    Source: 行政手続法 8条 (理由の提示: 根拠条項は、各団体の要綱による)
    """
    own = letters.get(outcome.value, {})
    return {part: fill(own.get(part, ""), values) for part in LETTER_PARTS}
