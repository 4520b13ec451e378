"""An example that a newcomer can import and undo (見本のExcel): as ugly as a real one, with invented people."""

import io
from datetime import date, timedelta

import xlsxwriter

from kayoi.kit.dates import fiscal_year, fiscal_year_label, wareki, wareki_short

_LABELS = ("No.", "受付年月日", "氏　名", "フリガナ", "電話番号", "年齢", "住所", "方法", "内容", "対応", "担当")
_PEOPLE = (
    (
        "青空 一郎(架空)", "アオゾラ イチロウ", 9000000001, 45,
        "東京都世田谷区", "電話", "空き家を探している", "資料を送った",
    ),
    (
        "白雲 花子(架空)", "シラクモ ハナコ", "０９０－００００－０００２", "30代後半",
        "大阪府大阪市北区", "来庁", "保育園と小学校", "園の一覧",
    ),
    (
        "青空 一郎(架空)", "アオゾラ イチロウ", "090-0000-0001", 45,
        "東京都世田谷区", "電話", "先日の物件を見たい", "日程調整中",
    ),
    (
        "若葉 太郎(架空)・若葉 良子(架空)", "ワカバ タロウ", "090-0000-0003", None,
        "神奈川県横浜市", "〃", "農業を始めたい", None,
    ),
    (
        "星野 光(架空)", "ホシノ ヒカル", "hoshino@example.jp", "不明",
        "府中市", "移住フェア", "仕事を知りたい", "求人を紹介",
    ),
    (
        "月岡 澪(架空)", "ツキオカ ミオ", "090-0000-0005", "28歳",
        "千葉県船橋市", "メール", "二地域居住", "回答済",
    ),
)  # fmt: skip


def sample_workbook(*, on: date) -> bytes:
    """Return the example; its days lie in the weeks before `on`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("相談記録")
        bold = book.add_format({"bold": True, "bg_color": "#E8F1FE"})
        yellow, day = book.add_format({"bg_color": "#FFFF00"}), book.add_format({"num_format": "yyyy/m/d"})
        sheet.write(0, 0, f"{fiscal_year_label(fiscal_year(on))} 移住相談記録簿(見本)", book.add_format({"bold": True}))
        sheet.write_row(2, 0, _LABELS, bold)
        for number, person in enumerate(_PEOPLE, start=1):
            moment = on - timedelta(days=30 - 4 * number)
            written = (wareki(moment), wareki_short(moment), None)[number % 3]
            row = number + 2
            sheet.write(row, 0, number)
            if written:
                sheet.write(row, 1, written)
            else:
                sheet.write_datetime(row, 1, moment, day)
            for at, value in enumerate((*person, "佐藤"), start=2):
                if value is not None:
                    sheet.write(row, at, value, yellow if number == 2 else None)
        sheet.write_row(9, 0, ["", "春ごろ", "無名 太郎(架空)", "", "", "", "", "電話", "日付を忘れた相談"])
        sheet.write_row(10, 0, ["", "合計", "", "", "", "", "", "", 7])
        sheet.write(12, 0, "※ 黄色は移住が決まった人")
    return target.getvalue()
