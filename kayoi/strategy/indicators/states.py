"""Definitions of figures, and who may see them."""

from dataclasses import dataclass

from kayoi.kit.states import Labelled, PermissionSet
from kayoi.programmes.homes.states import Counted
from kayoi.programmes.homes.states.counts import DEFINITIONS
from kayoi.programmes.stays.states.figures import DEFINITIONS as STAYS


class Permission(PermissionSet):
    FIGURES_READ = "figures.read", "集計を見る"
    FIGURES_EDIT = "figures.edit", "公表値と答弁シートを書く"
    FIGURES_ROLLUP = "figures.rollup", "共有された市町村の集計を見る"


class Subject(Labelled):
    """What an official series is about (公表値の項目)."""

    NET_CHANGE = "net_change", "社会動態(社会増減)"
    NET_BY_AGE = "net_by_age", "年齢別の転入超過"
    FERTILITY = "fertility", "合計特殊出生率"
    DONORS = "donors", "ふるさと納税の寄附者数"
    POPULATION = "population", "人口"
    OTHER = "other", "そのほかの公表値"


UNITS = {Subject.FERTILITY: "", Subject.OTHER: ""}


class YearKind(Labelled):
    """What a year means (年の種類)."""

    FISCAL = "fiscal", "年度"
    CALENDAR = "calendar", "暦年"


DESK_KINDS = frozenset({"question", "appointment"})
COUNTED_KINDS = DESK_KINDS | {"fair_visit", "fair_visit_withdrawn"}


class Bucket(Labelled):
    """How the ministry's survey splits consultations (受付件数の内訳)."""

    COUNTER = "counter", "面談(来庁)"
    TELEPHONE = "telephone", "電話"
    MAIL = "mail", "メール"
    ONLINE = "online", "オンライン面談"
    WEB = "web", "ウェブ・SNS(ポータル、LINE)"
    LETTER = "letter", "手紙"
    OTHER = "other", "方法の記録なし"
    EVENT = "event", "イベント"


class Dimension(Labelled):
    """By what a cross table splits consultations (集計の軸)."""

    PREFECTURE = "prefecture", "いまの都道府県"
    AGE = "age", "年代"
    HOUSEHOLD = "household", "世帯の形"
    INTEREST = "interest", "関心"
    LIFESTYLE = "lifestyle", "暮らし方"
    ROUTE = "route", "知った経路"
    WHY = "why", "きっかけ・理由"
    CHANNEL = "channel", "方法"
    MONTH = "month", "月"


UNKNOWN = "不明・無回答"


@dataclass(frozen=True)
class Indicator:
    """A figure (指標): what it is called, how it is counted, in what unit; which page shows its rows."""

    key: str
    label: str
    unit: str
    definition: str
    decimals: int = 0
    rolled_up: bool = True
    page: str = "indicators:rows"
    rows_key: str = ""

    @property
    def behind(self) -> str:
        """By what key the page of its rows knows the figure."""
        return self.rows_key or self.key


INDICATORS = (
    Indicator(
        "questions",
        "質問・相談の件数",
        "件",
        "その月に受けた質問・相談の数。窓口・電話・ポータルなど、すべての方法を含みます。",
    ),
    Indicator(
        "askers",
        "質問・相談した人の数",
        "人",
        "その月に質問・相談した人の数。同じ人は、月ごとに一人と数えます。年度の計では、年度を通して一人と数えます。",
        rolled_up=False,
    ),
    Indicator(
        "answered",
        "回答した件数",
        "件",
        "その月に受けた質問・相談のうち、一度でも回答したものの数。",
    ),
    Indicator(
        "in_time",
        "期限内に回答した件数",
        "件",
        "その月に受けた質問・相談のうち、団体が決めた開庁日数のうちに最初の回答をしたものの数。",
    ),
    Indicator(
        "in_time_rate",
        "期限内に回答した割合",
        "%",
        "期限内に回答した件数 ÷(質問・相談の件数 − 回答不要としたもの − まだ期限が来ておらず未回答のもの)。",
        decimals=1,
        rolled_up=False,
    ),
    Indicator(
        "response_median",
        "最初の回答までの時間(中央値)",
        "時間",
        "その月に受けて回答した質問・相談について、受けてから最初の回答までの時間の中央値。夜間・休日も数えます。",
        decimals=1,
        rolled_up=False,
    ),
    Indicator(
        "waiting",
        "まだ回答していない件数",
        "件",
        "その月に受けた質問・相談のうち、いまも回答していないもの(回答不要を除く)の数。",
    ),
)
# Counted from donations that were imported, where a town has any. Amounts of single months show single gifts: they are
# not rolled up.
DONATIONS = (
    Indicator(
        "donors",
        "寄附者数",
        "人",
        "その月に寄附した人の数。同じ人は、月ごとに一人と数えます。年度の計では、年度を通して一人と数えます。"
        "取り込んだ寄附者の名簿から数え、公表値とは別の数です。",
        rolled_up=False,
    ),
    Indicator(
        "donations",
        "寄附の件数",
        "件",
        "その月に受けた寄附の数。取り込んだ寄附者の名簿から数えます。",
        rolled_up=False,
    ),
    Indicator(
        "donated_yen",
        "寄附の額",
        "円",
        "その月に受けた寄附の額の合計。取り込んだ寄附者の名簿から数えます。",
        rolled_up=False,
    ),
)
BY_KEY = {indicator.key: indicator for indicator in (*INDICATORS, *DONATIONS)}

# Counted from the events of houses; shown where a town keeps a register of vacant houses.
HOME_COUNTS = tuple(
    Indicator(f"homes-{what}", label, "件", DEFINITIONS[what], page="homes:figure_rows", rows_key=what.value)
    for what, label in (
        (Counted.REGISTERED, "空き家バンクの新規登録"),
        (Counted.CONTRACTED, "空き家バンクの成約"),
    )
)
DAYS_TO_REGISTER = Indicator(
    "homes-days",
    "空き家の申込みから登録までの日数(中央値)",
    "日",
    "その月に登録を決定した空き家について、申込みから登録までの日数の中央値。申込みの記録がないものは除きます。",
    decimals=1,
    rolled_up=False,
    page="homes:figure_rows",
    rows_key=Counted.REGISTERED.value,
)
# Counted from stays; shown where a town has lent a house. Four units, none of which is added to another.
STAY_INDICATORS = tuple(
    Indicator(
        f"stays-{key}", f"お試し滞在の利用({unit})", unit, words, rolled_up=False, page="stays:counted_rows",
        rows_key=key.replace("_", "-"),
    )
    for key, (unit, words) in zip(("groups", "persons", "nights", "person_nights"), STAYS, strict=True)
)  # fmt: skip
HOME_INDICATORS = (*HOME_COUNTS, DAYS_TO_REGISTER)
SMALLEST_CELL = 5
