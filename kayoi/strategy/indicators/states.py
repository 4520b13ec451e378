"""Definitions of figures, and who may see them."""

from dataclasses import dataclass

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    FIGURES_READ = "figures.read", "集計を見る"
    FIGURES_ROLLUP = "figures.rollup", "共有された市町村の集計を見る"


@dataclass(frozen=True)
class Indicator:
    """A figure (指標): what it is called, how it is counted, in what unit, over what base."""

    key: str
    label: str
    unit: str
    definition: str
    decimals: int = 0
    rolled_up: bool = True


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
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
SMALLEST_CELL = 5
