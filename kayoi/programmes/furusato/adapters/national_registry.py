"""The national register, as files that a member of staff carries (国とのファイルのやりとり).

No interface of the national platform was published; when one is, this is the only place that changes. The columns are
ours until then (docs/reference/furusato.md).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from kayoi.kit.sheets import (
    Column,
    ColumnKind,
    Record,
    RowKind,
    as_code,
    as_date,
    as_text,
    find_header,
    read_sheets,
    records,
    write_csv,
)
from kayoi.kit.text import check_digit
from kayoi.programmes.furusato.selectors.mirror import PremiumEnding
from kayoi.programmes.furusato.services.mirror import Told
from kayoi.programmes.furusato.states import Standing, Tier

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "国側登録ID": ("国側登録ID", "登録ID", "登録番号", "ふるさと住民ID"),
    "団体コード": ("団体コード", "自治体コード", "全国地方公共団体コード"),
    "種類": ("種類", "登録種別", "区分"),
    "状態": ("状態", "登録状態"),
    "登録日": ("登録日", "登録年月日"),
    "更新期限": ("更新期限", "有効期限"),
    "終了日": ("終了日", "抹消日", "終了年月日"),
    "氏名": ("氏名", "名前"),
    "ふりがな": ("ふりがな", "フリガナ", "氏名カナ", "氏名かな"),
    "生年月日": ("生年月日",),
    "住所地コード": ("住所地コード", "住所地", "住所地団体コード"),
}
NEEDED: Final = ("国側登録ID", "団体コード", "種類")
DAYS: Final = ("登録日", "更新期限", "終了日", "生年月日")
TIERS: Final = {**{tier.label: tier for tier in Tier}, "ベーシック": Tier.BASIC, "プレミアム": Tier.PREMIUM}
STANDINGS: Final = {"": Standing.ACTIVE, "抹消": Standing.ENDED, **{one.label: one for one in Standing}}
OUT: Final = (
    Column("国側登録ID", ColumnKind.CODE), Column("団体コード", ColumnKind.CODE), Column("種類"),
    Column("更新期限", ColumnKind.DATE),
    Column("活動の回数", ColumnKind.INTEGER), Column("判定"), Column("判定日", ColumnKind.DATE),
)  # fmt: skip


def read_registry(data: bytes, name: str) -> tuple[list[Told], str, list[str]]:
    """Return the rows of a file, its digest, and what is wrong with it, by line. Raises Unreadable."""
    sheet = read_sheets(data, name=name).sheets[0]
    header = find_header(sheet.rows, known=KNOWN, sheet=sheet.name)
    missing = [column for column in NEEDED if column not in header.columns]
    if missing:
        return [], "", [f"「{'」「'.join(missing)}」の列が見つかりません。"]
    rows, wrong, seen = [], [], set()
    for record in records(sheet, header):
        if record.kind is not RowKind.DATA:
            continue
        told, why = _told(record)
        if told is not None and (told.body_code, told.external_id) in seen:
            told, why = None, [f"{record.row}行目: 同じ国側登録IDが二度あります。"]
        wrong += why
        if told is not None:
            seen.add((told.body_code, told.external_id))
            rows.append(told)
    return rows, sha256(data).hexdigest(), wrong if rows or wrong else ["データの行がありません。"]


def _told(record: Record) -> tuple[Told | None, list[str]]:
    texts = {column: (as_text(record.get(column)).value or "").strip() for column in KNOWN}
    read = {column: as_date(record.get(column)) for column in DAYS}
    body = as_code(record.get("団体コード"), digits=6)
    why = [f"{record.row}行目の{column}: {one.remarks[0].text}" for column, one in read.items() if one.failed]
    why += [f"{record.row}行目: {column}がありません。" for column in NEEDED if not texts[column]]
    tier, standing = TIERS.get(texts["種類"]), STANDINGS.get(texts["状態"])
    if texts["種類"] and tier is None:
        why.append(f"{record.row}行目の種類: 「{texts['種類']}」は読めません。")
    if standing is None:
        why.append(f"{record.row}行目の状態: 「{texts['状態']}」は読めません。")
    if texts["団体コード"] and not _is_code(body.value):
        why.append(f"{record.row}行目の団体コード: 6けたの団体コードではありません。")
    if why or tier is None or standing is None or not body.value:
        return None, why
    day: dict[str, date | None] = {column: one.value for column, one in read.items()}
    place = as_code(record.get("住所地コード"), digits=6).value if texts["住所地コード"] else ""
    told = Told(
        body_code=body.value, tier=tier, standing=standing, external_id=texts["国側登録ID"][:64],
        registered_on=day["登録日"], renew_by=day["更新期限"], ended_on=day["終了日"], name=texts["氏名"][:100],
        kana=texts["ふりがな"][:100], birth_on=day["生年月日"], place_code=(place or "")[:6], line=record.row,
    )  # fmt: skip
    return told, []


def _is_code(text: str | None) -> bool:
    """Tell whether a code is one, by its check digit: Excel drops the 0 in front of Hokkaido's and is forgiven."""
    return text is not None and len(text) == len("202096") and text.isdecimal() and check_digit(text[:5]) == text[5]


def write_registry(rows: Sequence[PremiumEnding], *, on: date) -> tuple[bytes, str]:
    """Return what the town tells the national register about premium registrations that end soon, and its digest.

    Nobody's name: the national id alone. Those that only the person has told of have none and are left out.
    """
    lines: list[list[Any]] = [
        [
            one.status.external_id, one.status.body_code, one.status.get_tier_display(), one.status.renew_by, one.done,
            one.verdict.outcome.label, on,
        ]
        for one in rows
        if one.status.external_id
    ]  # fmt: skip
    data = write_csv(lines, columns=OUT, name="furusato")
    return data, sha256(data).hexdigest()
