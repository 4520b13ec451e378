"""Ugly registers of vacant houses, as offices keep them, with invented owners."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from kayoi.kit.actor import Actor
from kayoi.programmes.homes.jobs import import_rows, try_rows
from kayoi.programmes.homes.models import Home, RegisterImport, RegisterRow, SentHome
from kayoi.programmes.homes.services import exchange

Rows = Sequence[Sequence[Any]]


def book(sheets: Mapping[str, Rows], merged: Sequence[tuple[str, str, str]] = ()) -> bytes:
    """Return an .xlsx with these rows; `merged` gives sheet, range and text of merged cells."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for of, reference, text in merged:
                if of == name:
                    sheet.merge_range(reference, text)
    return target.getvalue()


_HEADINGS = (
    "No.", "登録\n番号", "状　況", "売買・賃貸の別", "価格(万円)", "家賃(円)", "所　在　地", "築年", "延床面積(坪)",
    "構造", "所有者", "連絡先", "ペット", "備考",
)  # fmt: skip
_HOUSES: Rows = (
    (1, "伊-1", "掲載中", "売", 380, None, "伊那市高遠町勝間１２３番地４", "昭和48年頃", 36, "木造２階建",
     "青空　一郎(架空)", "090-0000-0001", "不可", "畑あり"),
    (2, "伊-2", "商談中", "賃", None, "35,000円", "長野県伊那市山寺45", "S60", "約40", "木造",
     "白雲 花子(架空)", "０９０－００００－０００２", "可(小型犬)", None),
    (3, "伊-3", "成約", "売・賃", "応相談", None, "西箕輪7", "不明", None, "?",
     "青空 一郎(架空)", "090-0000-0001", "", ""),
    (4, "伊-4", "保留？", "売", "高い", None, "伊那市荒井1", "江戸時代末期", "広い", "木",
     "若葉 太郎(架空)", None, "", ""),
    (5, "伊-5", "△△", "売", 100, None, "伊那市西町2", "1980", 20, "木造", "", "", "", ""),
)  # fmt: skip


def titled() -> bytes:
    """A title, a remark and a blank row above; spread headings; eras; ten thousands; a total and remarks below."""
    totals: Rows = [["年度", "件数"], ["令和7年度", 12], ["令和8年度", 9]]
    above: Rows = [["令和８年度　空き家バンク登録台帳"], ["※黒字は掲載中"], []]
    below: Rows = [["", "合計", "", "", 480], ["※価格は所有者の希望額です。"]]
    return book({"集計": totals, "登録台帳": [*above, _HEADINGS, *_HOUSES, *below]})


def stacked() -> bytes:
    """Two stacked heading rows with merged cells, an owner of several houses, and no number of any kind."""
    rows: Rows = [
        ["空き家情報", "", "", "", "所有者", "", "管理人", ""],
        ["町名", "地番", "土地面積(㎡)", "建物面積(㎡)", "氏名", "住所", "氏名", "電話"],
        [
            "美篶",
            "1234番5",
            "330.5㎡",
            "120㎡(36.3坪)",
            "星野 光(架空)",
            "東京都世田谷区1-2-3",
            "近所 の人",
            "0265-00-0009",
        ],
        ["美篶", "１２３４－５", 330.5, 120, "星野 光(架空)", "東京都世田谷区1-2-3", "", ""],
        ["手良", "88", "1反", "1階60㎡、2階40㎡", "星野 光(架空)", "東京都世田谷区１－２－３", "", ""],
    ]
    return book({"Sheet1": rows}, [("Sheet1", "A1:D1", "空き家情報"), ("Sheet1", "E1:F1", "所有者")])


_CSV = """\
物件No,ｽﾃｰﾀｽ,取引形態,売却希望価格,賃料,大字,番地,築年月,間取り,登録年月日,有効期限,フリガナ,申込者,郵便番号,住所,,メール
A-001,公開中,売買,"3,800,000円",,富県,10番地,1975/04,5DK,R6.4.1,令和8年3月31日,ﾂｷｵｶ ﾐｵ,月岡 澪(架空),1234567,千葉県1,,mio@example.jp
A-002,取下げ,賃貸,,3.5万円/月,富県,11番地,築50年,4K,2024年4月1日,,,月岡 澪(架空),123-4567,千葉県1,,mio@example.jp
A-002,掲載,売買,200万円,,東春近,1,H元,平屋,2025.1.10,,,,,,,
,掲載,売買,50,,,,,,,,,,,,,
"""  # noqa: E501  # as it was saved


def comma_separated() -> bytes:
    """A CSV in Shift_JIS from another system: days as text, half-width kana, a column without a heading."""
    return _CSV.replace("\n", "\r\n").encode("cp932")


def _tried(words: str, *, by: Actor, at: datetime) -> RegisterImport:
    rows = [["町名", "氏名", "価格"], ["山寺", f"所有者{words}", "380万円"], ["手良", f"共有者{words}", "高い"]]
    run = exchange.take_register(data=book({"台帳": rows}), name=f"台帳{words}.xlsx", by=by, at=at)
    exchange.try_register(run=run, by=by, at=at)
    try_rows.func(organization=run.organization_id, run=run.pk)
    run.refresh_from_db()
    return run


def rows_of_exchange(*, words: str, by: Actor, at: datetime) -> dict[str, int]:
    """Return ids of an import that was tried, one that was done, and a list that was sent, for the walk."""
    done = _tried(words, by=by, at=at)
    exchange.start_import(run=done, by=by, at=at)
    import_rows.func(organization=done.organization_id, run=done.pk)
    sending = exchange.send_list(receiver=f"全国版{words}"[:60], link="/{pk}/", with_gaps=True, by=by, at=at)
    return {"register_tried": _tried(f"{words}次", by=by, at=at).pk, "register_done": done.pk, "sending": sending.pk}


def grow_exchange(home: Home, number: int, *, by: Actor, at: datetime) -> None:
    """Add a row of what lists of imports and sendings show; `home` is one that is shown."""
    run = RegisterImport.objects.exclude(status="undone").order_by("pk")[0]
    row = RegisterRow.objects.filter(run=run).order_by("row")[0]
    for each in RegisterImport.objects.all():
        row.pk, row.run, row.row = None, each, 1000 + number + RegisterRow.objects.count()
        row.save()
    _tried(f" {home.number}", by=by, at=at)
    sending = exchange.send_list(receiver=f"全国版 {number}", link="/{pk}/", with_gaps=True, by=by, at=at)
    SentHome.objects.bulk_create(
        SentHome(sending=each, home=home, values=["x"] * len(each.headers))
        for each in type(sending).objects.exclude(homes__home=home)
    )
