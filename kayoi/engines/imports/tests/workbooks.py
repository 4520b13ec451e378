"""Ugly workbooks, as offices keep them; each with what a careful clerk would read in it."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

from kayoi.kit.tests.sheets_files import XlsSheet, xls

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Answers:
    """What a person has to correct: one entry, one correction."""

    columns: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    used: Mapping[str, bool] = field(default_factory=dict)

    @property
    def count(self) -> int:
        colours = self.options.get("colours", {})
        return len(self.columns) + len(self.options) - bool(colours) + len(colours) + len(self.used)


@dataclass(frozen=True)
class Ugly:
    """A workbook, the corrections it takes, and what must come out: consultations, files, and some of their fields."""

    name: str
    make: Callable[[], bytes]
    consultations: int
    files: int
    told: Sequence[tuple[str, str, Mapping[str, Any]]]
    answers: Answers = field(default_factory=Answers)
    returned: int = 0
    unused: int = 0


def book(sheets: Mapping[str, Callable[[Any, Any], None]]) -> bytes:
    """Return an .xlsx; each sheet is filled by its function, which gets the sheet and the book."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        for name, fill in sheets.items():
            fill(made.add_worksheet(name), made)
    return target.getvalue()


def put(
    sheet: Any, made: Any, rows: Rows, *, top: int = 0, left: int = 0, fill: Mapping[int, str] | None = None
) -> None:
    """Write rows from a place on; `fill` gives rows (of these, from 0) a background."""
    for number, row in enumerate(rows):
        colour = (fill or {}).get(number)
        base = {"bg_color": colour} if colour else {}
        for at, value in enumerate(row):
            where = (top + number, left + at)
            if isinstance(value, date):
                sheet.write_datetime(*where, value, made.add_format(base | {"num_format": "yyyy/m/d"}))
            elif value is not None:
                sheet.write(*where, value, made.add_format(base) if base else None)


def merged_headers() -> bytes:
    """Title, two stacked headers with merged cells, days merged over the consultations of a day, 和暦 as text."""

    def fill(sheet: Any, made: Any) -> None:
        sheet.merge_range(0, 0, 0, 7, "令和6年度 移住相談記録簿")
        sheet.write(1, 6, "担当課: 地域創造課")
        for first, last, label in ((2, 4, "相談者"), (5, 7, "相談")):
            sheet.merge_range(3, first, 3, last, label)
        sheet.merge_range(3, 0, 4, 0, "No.")
        sheet.merge_range(3, 1, 4, 1, "受付\n年月日")
        put(sheet, made, [["氏　名", "フリガナ", "電話番号", "方法", "内容", "対応"]], top=4, left=2)
        sheet.merge_range(5, 1, 6, 1, "令和６年４月３日")
        put(sheet, made, [["1"], ["2"], ["3"]], top=5)
        sheet.write(7, 1, "R6.4.10(水)")
        put(
            sheet,
            made,
            [
                ["佐藤　一郎 様", "ｻﾄｳ ｲﾁﾛｳ", "０９０－１２３４－５６７８", "電話", "空き家を探している", "物件を紹介"],
                ["鈴木 花子", "スズキ ハナコ", "0265-72-0001", "来庁", "子育て支援について", "資料を渡した"],
                ["佐藤 一郎", "サトウ イチロウ", "090-1234-5678", "電話", "先日の物件を見たい", "日程調整"],
            ],
            top=5,
            left=2,
        )

    return book({"相談": fill})


def two_tables() -> bytes:
    """The consultations, a remark, then the monthly totals on the same sheet."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["相談日", "氏名", "電話", "住所", "相談内容"],
                [date(2025, 5, 1), "高橋 三郎", "03-1234-5678", "東京都世田谷区", "仕事を探したい"],
                [date(2025, 5, 9), "田中 四郎", "06-1234-5678", "大阪府大阪市北区", "家の値段"],
                ["※ 電話相談を含む"],
                [],
                ["月", "相談件数", "うち県外"],
                ["4月", 12, 8],
                ["5月", 9, 7],
            ],
        )

    return book({"R7": fill})


def notes_in_numbers() -> bytes:
    """Words where numbers should be: ages, telephones, numbers of persons."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["日付", "お名前", "年齢", "連絡先", "人数", "内容", "備考"],
                [date(2025, 6, 2), "伊藤 五郎", 45, 9011112222, 3, "学校の様子", None],
                [date(2025, 6, 3), "渡辺 六子", "30代後半", "なし", "夫婦+子2", "農業をしたい", "#N/A"],
                [date(2025, 6, 4), "山本 七海", "不明", "nanami@example.jp", "未定", "起業の補助", "再相談予定"],
                [date(2025, 6, 5), "中村 八郎", "小学生の父", "090-3333-4444(妻)", 2, "空き家", None],
            ],
        )

    return book({"相談": fill})


def hidden_rows() -> bytes:
    """Rows hidden by a filter, and last year's copy on a hidden sheet."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["受付日", "氏名", "メールアドレス", "相談内容"],
                [date(2025, 4, 1), "小林 一", "hajime@example.jp", "移住の時期"],
                [date(2025, 4, 2), "加藤 二葉", "futaba@example.jp", "保育園"],
                [date(2025, 4, 3), "吉田 三太", "santa@example.jp", "車は必要か"],
            ],
        )
        sheet.set_row(2, None, None, {"hidden": True})

    def copy(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["受付日", "氏名", "メールアドレス", "相談内容"],
                [date(2024, 4, 1), "写し 太郎", "copy@example.jp", "去年の分"],
            ],
        )
        sheet.hide()

    return book({"今年": fill, "去年": copy})


def cp932_csv() -> bytes:
    """A CSV of an old system: CP932, half-width kana, full-width figures, days as R060401."""
    lines = [
        "受付番号,受付年月日,氏名カナ,氏名,郵便番号,住所,電話番号,相談区分,相談概要",
        "0001,R060401,ﾜﾀﾅﾍﾞ ｼﾞﾝ,渡邉 仁,３９６－００１１,長野県伊那市西箕輪１,０２６５７２１１１１,窓口,住宅について",
        "0002,R060402,ﾊﾏｻﾞｷ ﾕｳ,濵﨑 優,1540001,東京都世田谷区池尻1-2,0312345678,ＴＥＬ,①仕事 ②住まい",
    ]
    return "\r\n".join(lines).encode("cp932")


def old_xls() -> bytes:
    """An .xls of 2003: serial days, a header under blank rows."""
    rows: Rows = [
        [None], [None, "移住定住相談 一覧"], [None],
        ["日付", "相談者", "連絡先", "区分", "相談内容", "担当者"],
        [date(2025, 7, 1), "松本 清", "090-5555-6666", "電話", "お試し住宅", "佐藤"],
        [date(2025, 7, 2), "井上 実", "090-7777-8888", "来庁", "就農したい", "佐藤"],
        [date(2025, 7, 2), "木村 光", "hikari@example.jp", "メール", "二地域居住", "田中"],
    ]  # fmt: skip
    return xls(XlsSheet("Sheet1", rows))


def household_across() -> bytes:
    """One row a household, its members beside each other."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                [
                    "相談日",
                    "世帯主氏名",
                    "生年月日",
                    "配偶者氏名",
                    "子1氏名",
                    "子1年齢",
                    "子2氏名",
                    "子2年齢",
                    "電話番号",
                    "相談内容",
                ],
                [
                    date(2025, 8, 1),
                    "林 太一",
                    "S60.5.1",
                    "林 文子",
                    "林 空",
                    "8歳",
                    "林 海",
                    "5歳",
                    "080-1111-0001",
                    "小学校",
                ],
                [date(2025, 8, 2), "清水 望", "1990/2/3", None, "清水 陸", 3, None, None, "080-1111-0002", "保育園"],
            ],
        )

    return book({"世帯": fill})


def colours() -> bytes:
    """Yellow rows have moved, grey rows have ended; the meaning is in the clerk's head."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["日付", "氏名", "電話番号", "内容"],
                [date(2025, 9, 1), "山崎 一", "080-2222-0001", "移住の相談"],
                [date(2025, 9, 2), "森 二郎", "080-2222-0002", "住まい"],
                [date(2025, 9, 3), "池田 三奈", "080-2222-0003", "仕事"],
                [date(2025, 9, 4), "橋本 四季", "080-2222-0004", "学校"],
                [date(2025, 9, 5), "阿部 五月", "080-2222-0005", "農地"],
            ],
            fill={1: "#FFFF00", 4: "#BFBFBF"},
        )

    return book({"相談": fill})


def monthly_sheets() -> bytes:
    """A sheet a month, days without a year, a subtotal under each; the year stands in the title of the first only."""

    def month(title: str, rows: Rows, total: str) -> Callable[[Any, Any], None]:
        def fill(sheet: Any, made: Any) -> None:
            put(sheet, made, [[title], ["月日", "氏名", "電話", "方法", "内容"], *rows, [total, None, len(rows)]])

        return fill

    return book({
        "4月": month("令和6年度 相談記録", [
            ["4/5", "石川 恵", "080-3333-0001", "電話", "住まい"], ["4/9", "前田 進", "080-3333-0002", "来庁", "仕事"],
        ], "4月計"),
        "5月": month("相談記録", [["5/7", "石川 恵", "080-3333-0001", "電話", "再相談"]], "5月計"),
        "2月": month("相談記録", [["2/3", "藤田 歩", "080-3333-0003", "メール", "補助金"]], "2月計"),
    })  # fmt: skip


def repeated_header() -> bytes:
    """The header again in the middle, as it was printed; subtotals; 〃 and 同上."""

    def fill(sheet: Any, made: Any) -> None:
        head = ["相談日", "氏名", "TEL", "形態", "相談内容"]
        put(
            sheet,
            made,
            [
                head,
                ["2025/10/1", "岡田 渉", "080-4444-0001", "電話", "空き家バンクの登録方法"],
                ["〃", "後藤 環", "080-4444-0002", "〃", "体験住宅の空き状況"],
                ["10/3分", "(欠席)", None, None, None],
                ["小計", None, None, None, 2],
                head,
                ["2025/10/8", "岡田 渉", "080-4444-0001", "来庁", "同上"],
                ["合計", None, None, None, 3],
            ],
        )

    return book({"印刷用": fill})


def numbers_for_text() -> bytes:
    """Telephones and post codes as numbers without their zero, days as text and as yyyymmdd."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["通番", "受付年月日", "氏名", "〒", "現住所", "電話番号", "主訴"],
                [1, 20250401, "長谷川 光", 3960011, "長野県伊那市荒井1", 9012340001, "引越し補助"],
                [2, "令和七年四月二日", "村上 海", 600001, "北海道札幌市中央区北1条", 112223333, "二拠点"],
                [3, "2025.4.3", "近藤 空", "060-0001", "札幌市中央区", "011-222-4444", "テレワーク"],
            ],
        )

    return book({"Sheet1": fill})


def several_persons() -> bytes:
    """Two people in one cell, in five ways."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["日", "相談者名", "携帯", "問い合わせ内容"],
                [date(2025, 11, 1), "坂本 龍・坂本 良", "080-5555-0001", "夫婦で移住"],
                [date(2025, 11, 2), "遠藤 望、遠藤 希", "080-5555-0002", "姉妹で開業"],
                [date(2025, 11, 3), "ジョン・スミス", "080-5555-0003", "英語の学校"],
                [date(2025, 11, 4), "青木 渚", "080-5555-0004", "海の近く"],
            ],
        )

    return book({"相談": fill})


def ticks() -> bytes:
    """Circles under channels and subjects, the day in three columns."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["年", "月", "日", "氏名", "電話番号", "来庁", "電話", "メール", "住まい", "仕事", "子育て", "備考"],
                [2025, 4, 1, "藤井 咲", "080-6666-0001", "○", None, None, "○", None, "○", "雪が心配"],
                [2025, 4, 2, "西村 航", "080-6666-0002", None, "○", None, None, "○", None, None],
                [2025, 4, 3, "福田 凪", "080-6666-0003", None, None, "○", "○", "○", None, "猫がいる"],
            ],
        )

    return book({"集計用": fill})


def split_names() -> bytes:
    """姓 and 名 apart, the day written once a day, telephone and mail in one cell, a column without a heading."""

    def fill(sheet: Any, made: Any) -> None:
        put(
            sheet,
            made,
            [
                ["日付", "姓", "名", "せい・めい", "連絡先", "相談方法", "相談内容", None],
                [
                    "2025年5月1日",
                    "三浦",
                    "翔",
                    "みうら しょう",
                    "080-7777-0001 / sho@example.jp",
                    "オンライン面談",
                    "仕事",
                    "次回6月",
                ],
                [None, "岡本", "澪", "おかもと みお", "mio@example.jp", "メール", "住まい", None],
                ["2025年5月8日", "中島", "湊", "なかじま みなと", "080-7777-0003", "LINE", "起業", "要連絡"],
            ],
        )

    return book({"5月": fill})


UGLY = (
    Ugly("merged.xlsx", merged_headers, 3, 2, (
        ("佐藤 一郎", "2024-04-03", {"phone": "090-1234-5678", "channel": "telephone", "kana": "ｻﾄｳ ｲﾁﾛｳ"}),
        ("鈴木 花子", "2024-04-03", {"phone": "(0265)72-0001", "channel": "counter"}),
    )),
    Ugly("two.xlsx", two_tables, 2, 2, (("田中 四郎", "2025-05-09", {"place_code": "271276"}),), unused=9),
    Ugly("notes.xlsx", notes_in_numbers, 4, 4, (
        ("伊藤 五郎", "2025-06-02", {"phone": "090-1111-2222", "age_band": "40s"}),
        ("渡辺 六子", "2025-06-03", {"age_band": "30s"}),
        ("山本 七海", "2025-06-04", {"email": "nanami@example.jp"}),
    ), returned=2),
    Ugly("hidden.xlsx", hidden_rows, 3, 3, (("加藤 二葉", "2025-04-02", {"email": "futaba@example.jp"}),), unused=8),
    Ugly("old.csv", cp932_csv, 2, 2, (
        ("渡邉 仁", "2024-04-01", {"postal_code": "396-0011", "place_code": "202096", "phone": "(0265)72-1111"}),
        ("濵﨑 優", "2024-04-02", {"place_code": "131121", "channel": "telephone"}),
    )),
    Ugly("book.xls", old_xls, 3, 3, (
        ("木村 光", "2025-07-02", {"email": "hikari@example.jp", "channel": "email"}),
    ), Answers(columns={"区分": "channel"})),
    Ugly("household.xlsx", household_across, 2, 2, (("林 太一", "2025-08-01", {"birth_on": "1985-05-01"}),)),
    Ugly("colours.xlsx", colours, 5, 5, (
        ("山崎 一", "2025-09-01", {"stage": "moved"}), ("池田 三奈", "2025-09-03", {}),
    ), Answers(options={"colours": {"黄": "moved", "灰": "resting"}})),
    Ugly("相談.xlsx", monthly_sheets, 4, 3, (
        ("前田 進", "2024-04-09", {}), ("藤田 歩", "2025-02-03", {"channel": "email"}),
    ), Answers(options={"year": 2024})),
    Ugly("printed.xlsx", repeated_header, 3, 2, (("後藤 環", "2025-10-01", {"channel": "telephone"}),), returned=1),
    Ugly("numbers.xlsx", numbers_for_text, 3, 3, (
        ("長谷川 光", "2025-04-01", {"postal_code": "396-0011", "phone": "090-1234-0001"}),
        ("村上 海", "2025-04-02", {"postal_code": "060-0001", "phone": "(011)222-3333", "place_code": "011011"}),
    )),
    Ugly("several.xlsx", several_persons, 4, 4, (
        ("坂本 龍", "2025-11-01", {}), ("ジョン・スミス", "2025-11-03", {}),
    ), Answers(options={"several": "first"})),
    Ugly("ticks.xlsx", ticks, 3, 3, (
        ("藤井 咲", "2025-04-01", {"channel": "counter", "interests": ["housing", "children"]}),
        ("福田 凪", "2025-04-03", {"channel": "email", "interests": ["housing", "work"]}),
    )),
    Ugly("split.xlsx", split_names, 3, 3, (
        ("三浦 翔", "2025-05-01", {"phone": "080-7777-0001", "email": "sho@example.jp", "channel": "online"}),
        ("岡本 澪", "2025-05-01", {"email": "mio@example.jp"}),
    ), Answers(columns={"せい・めい": "kana"}, options={"blank_day": "above"})),
)  # fmt: skip
