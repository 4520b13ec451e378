"""Whether a house may be offered, which papers are needed, what was typed about other holders."""

import re

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states.applying import Holding, PaperCode, Said, Who

# 山田 次郎(弟), 山田次郎、弟; a space alone stands between family name and given name.
_RELATION = re.compile(r"^(?P<name>.+?)\s*[、,,(（]\s*(?P<relation>[^、,,()（）]+)[)）]?$")


def may_offer(*, is_dealers_stock: Said, was_built_to_sell: Said, has_brokerage: Said) -> Verdict:
    """Answer whether a house may be offered to the home bank; what is not known is asked later, and no obstacle.

    Source: 釜石市・古賀市 (宅建業者の在庫), 直方市・古賀市 (分譲・賃貸用, 媒介契約中) 空き家バンク実施要綱
    """
    against = []
    if is_dealers_stock == Said.YES:
        against.append(Reason("homes.dealers_stock"))
    if was_built_to_sell == Said.YES:
        against.append(Reason("homes.built_to_sell"))
    if has_brokerage == Said.YES:
        against.append(Reason("homes.under_brokerage"))
    if against:
        return verdict(against)
    asked = (
        (is_dealers_stock, "宅建業者の在庫かどうか"),
        (was_built_to_sell, "分譲・賃貸用に建てたものかどうか"),
        (has_brokerage, "媒介契約を結んでいるかどうか"),
    )
    open_ones = [about for said, about in asked if said == Said.UNKNOWN]
    return verdict([Reason("homes.to_ask", {"about": about}, missing=(about,)) for about in open_ones])


def papers_needed(*, who: Who, holding: Holding, by_staff: bool, may_check_tax: bool) -> list[PaperCode]:
    """Return the papers that an application needs, in the order in which they are asked for.

    What staff have written down, from paper or from the telephone, is signed on the form.

    Source: 牧之原市・南九州市 空き家バンク実施要綱 (委任状, 権利者全員の同意), 高梁市 同要綱 (納税)
    """
    others = who in {Who.CO_OWNER, Who.HEIR} or holding in {Holding.SHARED, Holding.INHERITED}
    wanted = {
        PaperCode.FORM: by_staff,
        PaperCode.IDENTITY: True,
        PaperCode.OWNERSHIP: True,
        PaperCode.MANDATE: who is Who.KIN,
        PaperCode.SIGNATURES: others,
        PaperCode.TAX: not may_check_tax,
    }
    return [code for code, is_wanted in wanted.items() if is_wanted]


def holders_typed(text: str) -> list[tuple[str, str]]:
    """Return name and relation of each holder, typed a line each, the relation in brackets or after a comma.

    Source: 空き家バンク登録カードの「権利者」欄
    """
    found = []
    for line in text.splitlines():
        if words := line.strip().strip("・、"):
            match = _RELATION.match(words)
            found.append((match["name"].strip(), match["relation"]) if match else (words, ""))
    return found
