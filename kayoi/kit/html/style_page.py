"""What the style page /_kit/ shows: every component in every state. All towns, people and figures are invented."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from kayoi.kit.charts import (
    About,
    Chart,
    Series,
    Standing,
    Table,
    bar_chart,
    comparison_chart,
    histogram,
    line_chart,
    pyramid_chart,
    sparkline,
)
from kayoi.kit.html.date_parts import DateParts
from kayoi.kit.html.links import Detail, Entry, Link, LinkGroup
from kayoi.kit.html.month import DayMark, DayState, Month, month_of

YEARS = [f"{year}年度" for year in range(2015, 2027)]
MOVED_IN = [42, 38, 45, 51, 49, 30, 33, 47, 55, 61, 58, 66]
SHOWN_AT = date(2026, 11, 21)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="お名前", help_text="本名でなくてもかまいません。")
    email = forms.EmailField(label="メールアドレス")
    phone = forms.CharField(label="電話番号", required=False, help_text="ハイフンはあってもなくてもかまいません。")
    postal_code = forms.CharField(
        label="郵便番号", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    born_on = forms.DateField(
        label="生年月日",
        widget=DateParts,
        help_text="年は西暦でも和暦でも入力できます。例:1985、昭和60、S60",
        required=False,
    )
    visit_on = forms.DateField(label="見学を希望する日", required=False)
    adults = forms.IntegerField(label="大人の人数", min_value=1, max_value=20)
    budget = forms.DecimalField(label="家賃の予算", required=False)
    region = forms.ChoiceField(
        label="希望する地域",
        choices=[("", "選んでください"), ("hill", "山あい"), ("coast", "海の近く"), ("town", "町の中心")],
    )
    stay = forms.ChoiceField(
        label="どのように暮らしたいですか",
        widget=forms.RadioSelect,
        choices=[("move", "移り住みたい"), ("two", "二つの地域で暮らしたい"), ("unknown", "分からない")],
    )
    wishes = forms.MultipleChoiceField(
        label="気になること",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("home", "住まい"), ("work", "仕事"), ("school", "学校"), ("care", "医療と介護")],
    )
    letter = forms.CharField(label="町に伝えたいこと", required=False, widget=forms.Textarea, max_length=400)
    document = forms.FileField(label="本人確認書類", required=False, help_text="写真またはPDF。10MBまで。")
    agreed = forms.BooleanField(label="町が相談のためにこの内容を使うことに同意します")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class SampleFilter(forms.Form):
    """Filters of a list."""

    status = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), ("new", "新着"), ("open", "対応中"), ("done", "完了")],
    )
    kind = forms.ChoiceField(label="種類", required=False, choices=[("", "すべて"), ("tour", "見学"), ("stay", "滞在")])
    since = forms.DateField(label="受付日(から)", required=False)


def _charts() -> dict[str, Chart]:
    return _bars() | _figures_of_a_town()


def _figures_of_a_town() -> dict[str, Chart]:
    towns = [-2.1, -1.4, -1.1, -0.6, -0.4, 0.1, 0.2, 0.9, 1.4, 1.6, 2.3]
    minutes = [6, 9, 12, 15, 18, 24, 25, 31, 33, 36, 40]
    ages = [f"{start}〜{start + 4}歳" for start in range(0, 95, 5)] + ["95歳以上"]
    men = [44, 48, 52, 50, 31, 38, 46, 55, 63, 72, 80, 86, 97, 112, 104, 70, 52, 30, 12, 3]
    women = [41, 46, 49, 46, 28, 36, 47, 54, 61, 70, 79, 88, 101, 118, 113, 86, 74, 55, 31, 12]
    later_men, later_women = [round(count * 0.62) for count in men], [round(count * 0.66) for count in women]
    rents = [28_000 + (at * 7_919) % 41_000 for at in range(60)]
    return {
        "lines": line_chart(
            about=About("人口の見通し", "人", "住民基本台帳", "2026年1月1日"),
            labels=YEARS,
            series=[
                Series("霧野町", [3200, 3150, 3110, 3050, 2980, 2930, None, 2850, 2820, 2800, 2790, 2786]),
                Series("将来推計", [3200, 3140, 3070, 3000, 2930, 2860, 2800, 2730, 2660, 2600, 2540, 2480]),
            ],
        ),
        "pyramid": pyramid_chart(
            about=About("年齢別の人口", "人", "住民基本台帳", "2026年1月1日"),
            ages=ages,
            men=Series("男", men),
            women=Series("女", women),
            outline=(Series("男(2050年の推計)", later_men), Series("女(2050年の推計)", later_women)),
        ),
        "histogram": histogram(
            about=About("空き家の家賃", "円", "掲載中の60件", "2026年11月21日"), values=rents, counted="件"
        ),
        "comparison": comparison_chart(
            about=About("似た町とくらべる", base="人口3千人前後の12町村(架空)", as_of="2025年"),
            town="霧野町",
            rows=[
                Standing("転入超過率", 1.2, towns, "%"),
                Standing("診療所までの時間", 22, minutes, "分"),
                Standing("空き家バンクの登録", None, [3, 4, 5, 8, 20], "件"),
            ],
        ),
    }


def _bars() -> dict[str, Chart]:
    about = About("転入者数", "人", "霧野町に転入した人(架空)", "2026年3月31日", "霧野町の記録")
    routes = ["電話", "窓口", "電子メール", "移住フェア", "オンライン相談", "知人・家族からの紹介"]
    return {
        "bars": bar_chart(about=about, labels=YEARS, series=[Series("転入", MOVED_IN)], over_time=True),
        "routes": bar_chart(
            about=About("相談の経路", "件", "2025年度に受けた相談", "2026年3月31日"),
            labels=routes,
            series=[Series("相談", [120, 85, 60, 44, 30, 12])],
        ),
        "grouped": bar_chart(
            about=About("年代別の相談と移住", "人", "2025年度", "2026年3月31日"),
            labels=["20代", "30代", "40代", "50代", "60代以上"],
            series=[Series("相談した人", [30, 55, 42, 20, 18]), Series("移住した人", [5, 14, 9, 3, None])],
        ),
        "stacked": bar_chart(
            about=About("支援制度の支払い", "円", "決定済みの補助金", "2026年3月31日"),
            labels=["令和5年度", "令和6年度", "令和7年度"],
            series=[
                Series("住まい", [12_000_000, 14_500_000, 9_000_000]),
                Series("仕事", [3_000_000, 4_500_000, 6_000_000]),
                Series("子育て", [2_000_000, 2_500_000, 2_600_000]),
            ],
            stacked=True,
            over_time=True,
        ),
        "change": bar_chart(
            about=About("社会増減", "人", "転入から転出を引いた数", "2026年3月31日"),
            labels=YEARS,
            series=[Series("増減", [-42, -38, -25, -11, 4, -30, -3, 7, 15, 21, 8, -6])],
            over_time=True,
        ),
        "empty": bar_chart(about=About("今年度の見学会", "件"), labels=[], series=[Series("見学会", [])]),
        "spark": sparkline(about=About("転入者数の推移", "人"), labels=YEARS, values=MOVED_IN),
    }


def _month() -> Month:
    marks = {
        date(2026, 12, day): DayMark(
            state=(DayState.OPEN, DayState.OPEN, DayState.FEW, DayState.FULL, DayState.CLOSED)[day % 5],
            words="残り1室" if day % 5 == 2 else "",
            href=f"?day={day}" if day % 5 < 3 else "",
            picked=day == 10,
        )
        for day in range(5, 32)
    }
    return month_of(
        title="2026年12月(令和8年12月)",
        year=2026,
        month=12,
        days=marks,
        today=date(2026, 12, 7),
        previous=Link("前の月", "?month=2026-11"),
        following=Link("次の月", "?month=2027-01"),
    )


def _lists() -> dict[str, Any]:
    return {
        "entries": [
            Entry("2026年10月3日", "移住フェアで相談", by="相談員", text="山あいの家を探している。", iso="2026-10-03"),
            Entry("2026年11月15日", "お試し滞在を申し込み", href="#timeline", iso="2026-11-15"),
            Entry("2026年11月21日", "申込の確認", phase="now", iso="2026-11-21"),
            Entry("2026年12月5日", "滞在の開始", phase="ahead", iso="2026-12-05"),
        ],
        "details": [
            Detail("お名前", "山野 はな", href="#change"),
            Detail("人数", "大人2人、子ども1人", note="子どもは5歳"),
            Detail("希望", "山あいの一戸建て\n畑があるとよい", href="#change"),
        ],
        "people": Table(
            "地区ごとの世帯",
            ("地区", "世帯", "空き家", "高齢化率(%)"),
            (("上霧", 120, 14, 48.2), ("下霧", 98, None, 51.0)),
        ),
    }


def _menus() -> dict[str, Any]:
    return {
        "site_name": "Kayoi",
        "site_tagline": "移住・二地域居住・関係人口の業務基盤",
        "demo": True,
        "nav_links": [
            Link("町をさがす", "#find"),
            Link("募集", "#openings", current=True),
            Link("支援制度", "#schemes"),
            Link("相談する", "#ask"),
        ],
        "account_links": [Link("田中"), Link("ログイン", "#log-in")],
        "languages": [("ja", "日本語"), ("en", "English")],
        "language_url": "#language",
        "breadcrumb": [Link("ホーム", "/"), Link("霧野町", "#town"), Link("部品の一覧")],
        "footer_groups": [
            LinkGroup("このサイトについて", [Link("使い方", "#how"), Link("アクセシビリティ", "#accessibility")]),
            LinkGroup("お問い合わせ", [Link("相談窓口", "#contact"), Link("個人情報の扱い", "#privacy")]),
        ],
        "side_menu": [
            LinkGroup("", [Link("今日の仕事", "#today", current=True, count=7), Link("受付", "#inbox", count=12)]),
            LinkGroup("記録", [Link("個票", "#files"), Link("相談", "#consultations"), Link("予定表", "#calendar")]),
            LinkGroup("まとめ", [Link("数値", "#figures"), Link("計画", "#plans")]),
        ],
        "tab_links": [
            Link("住まい", "#homes", current=True, count=14),
            Link("なりわい", "#work", count=6),
            Link("コミュニティ", "#community"),
            Link("学び", "#school"),
        ],
        "step_labels": ["あなたについて", "希望", "書類", "確認", "完了"],
    }


def style_page_context() -> dict[str, Any]:
    """Return what kit/style_page.html and kit/style_page_staff.html show."""
    wrong = SampleForm(
        data={
            "wrong-email": "hana@",
            "wrong-born_on_year": "令和8",
            "wrong-born_on_month": "13",
            "wrong-born_on_day": "1",
            "wrong-adults": "40",
            "wrong-letter": "と" * 410,
            "wrong-wishes": ["home", "moon"],
        },
        prefix="wrong",
    )
    return {
        **_menus(),
        **_lists(),
        "charts": _charts(),
        "month": _month(),
        "empty_form": SampleForm(),
        "wrong_form": wrong,
        "filter_form": SampleFilter({"status": "open"}),
        "page_of_many": Paginator(range(1, 243), 20).page(5),
        "shown_at": SHOWN_AT,
        "status_kinds": [
            ("neutral", "下書き"),
            ("info", "確認中"),
            ("success", "決定"),
            ("warning", "書類待ち"),
            ("danger", "期限切れ"),
        ],
        "notice_kinds": [
            ("info", "お知らせ"),
            ("success", "完了"),
            ("warning", "注意"),
            ("danger", "重要"),
        ],
    }
