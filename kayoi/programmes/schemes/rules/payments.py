"""Payee accounts and the lists for the finance system."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from kayoi.kit.text import kana_key, normal
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.payments import DEFAULT_LAYOUTS, SOURCES, HandOut

# What banks take as the name of an account: kana, capitals, digits and a few signs, all half-width there.
_HOLDER = re.compile(r"[ァ-ヴーA-Z0-9 ().,/「」\-]{1,30}")
_SIGNS = str.maketrans("ヮヵヶ", "ワカケ")


@dataclass(frozen=True, slots=True)
class Details:
    """A bank account as somebody gives it."""

    bank_code: str
    branch_code: str
    kind: str
    number: str
    holder: str


@dataclass(frozen=True, slots=True)
class Names:
    """How people call the bank and its branch."""

    bank: str
    branch: str


def holder_written(text: str) -> str:
    """Return the name of an account as banks write it: katakana and capitals in one spelling (口座名義).

    Source: 全銀協標準通信プロトコルの文字 (カナ・英大文字・数字・記号)
    """
    kana = "".join(chr(ord(char) + 96) if "ぁ" <= char <= "ゖ" else char for char in normal(text))
    return kana.upper().translate(_SIGNS)


def is_own_name(holder: str, kana: str, *, of_body: bool) -> bool:
    """Answer whether an account is in the name of whoever gets the money (口座名義).

    That of a body goes on with the office and the name of whoever represents it.

    Source: 全国銀行協会 (法人・団体の口座名義: 団体名、肩書、代表者名の順)
    """
    name, own = kana_key(holder), kana_key(kana)
    return name == own or (of_body and own != "" and name.startswith(own))


def may_use_account(account: Details, *, kana: str, of_body: bool = False, why_other: str) -> Verdict:
    """Answer whether money may go to an account: its form, and that it is in the name of whoever gets the money.

    Another name needs a reason (`why_other`): a mandate to receive, a household member where the rules allow it.
    Source: 全国銀行協会 金融機関共同コード; 地方自治法 232条の5 (正当な債権者)
    """
    reasons = []
    if not re.fullmatch(r"\d{4}", account.bank_code):
        reasons.append(Reason("schemes.bank_code"))
    if not re.fullmatch(r"\d{3}", account.branch_code):
        reasons.append(Reason("schemes.branch_code"))
    if not re.fullmatch(r"\d{7}", account.number):
        reasons.append(Reason("schemes.account_number"))
    if not _HOLDER.fullmatch(account.holder):
        reasons.append(Reason("schemes.account_holder"))
    elif not why_other and not kana:
        reasons.append(Reason("schemes.kana_unknown"))
    elif not why_other and not is_own_name(account.holder, kana, of_body=of_body):
        reasons.append(Reason("schemes.other_holder"))
    return verdict(reasons)


def may_confirm_account(*, proposed_by: int | None, confirmed_by: int | None) -> Verdict:
    """Answer whether somebody may confirm an account: never who has written it.

    Source: 財務規則の通例 (相互牽制)
    """
    return verdict([Reason("schemes.same_person")] if proposed_by == confirmed_by else [])


def number_masked(number: str) -> str:
    """Return an account number as everybody may see it (口座番号の伏せ字): its last two digits.

    Source: 個人情報の保護に関する法律 66条 (安全管理措置)
    """
    return f"{'*' * (len(number) - 2)}{number[-2:]}"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list for the finance system: its heading, what it holds."""

    header: str
    source: str


def layout_of(data: Sequence[Mapping[str, Any]] | None, which: HandOut) -> list[ListColumn]:
    """Return the columns of a list as the town has ordered them, or the first ones (列の対応).

    Source: states/payments.py
    """
    if data is None:
        return [ListColumn(SOURCES[source], source) for source in DEFAULT_LAYOUTS[which]]
    return [ListColumn(one["header"], one["source"]) for one in data if one["source"] in SOURCES]


def may_lay_out(columns: Sequence[ListColumn]) -> Verdict:
    """Answer whether columns make a list: at least one, each heading once.

    Source: 財務会計システムの取込み様式
    """
    headers = [column.header for column in columns]
    reasons = []
    if not columns:
        reasons.append(Reason("schemes.no_columns"))
    if twice := sorted({header for header in headers if headers.count(header) > 1}):
        reasons.append(Reason("schemes.header_twice", {"headers": "、".join(twice)}))
    return verdict(reasons)


def fingerprint(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the fingerprint of the rows of a batch (指紋): the same rows in the same order give the same.

    Source: docs/staff (支払データは作ったときのまま)
    """
    return sha256(json.dumps(list(rows), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def columns_data(columns: Sequence[ListColumn]) -> list[dict[str, str]]:
    """Return columns as they are stored.

    Source: states/payments.py
    """
    return [asdict(column) for column in columns]
