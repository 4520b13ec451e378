"""What kinds of conditions and steps staff choose from (条件・計算の種類)."""

from typing import Final

from kayoi.engines.rulesets.states import FactType
from kayoi.kit.states import Labelled


class ConditionKind(Labelled):
    FACT = "fact", "確認事項(金額・数・日付・選択など)"
    AGE = "age", "ある日の満年齢"
    PLACE = "place", "市区町村が、決めた地域にあること"
    ELAPSED = "elapsed", "ある日から、ある日までの長さ"
    COUNT = "count", "一覧のうち、当てはまる件数(子どもの数など)"
    EVERY = "every", "一覧の全員が当てはまること"
    ADD_UP = "add_up", "期間の通算(直前10年のうち5年など)"
    UNBROKEN = "unbroken", "期間の連続(直前に続けて1年など)"
    YEARLY = "yearly", "毎年の決まった時期に当たる日"
    UNKNOWN = "unknown", "書類に定めがないこと(窓口で確かめる)"
    ALL = "all", "グループ: すべてに当てはまる"
    ANY = "any", "グループ: いずれかに当てはまる"
    AT_LEAST_OF = "at_least_of", "グループ: いくつか以上に当てはまる"
    NOT = "not", "グループ: 当てはまらない"
    FILE = "file", "ファイルの書き方で書く"


class StepKind(Labelled):
    START = "start", "はじめの額(定額・対象の費用)"
    ADD = "add", "加える(子ども1人につき など)"
    SUBTRACT = "subtract", "差し引く"
    TIMES = "times", "掛ける(補助率)"
    CAP = "cap", "上限"
    FLOOR = "floor", "下限(満たないときは対象外)"
    WITHOUT_TAX = "without_tax", "消費税を除く"
    ROUND = "round", "端数を処理する"
    MONTHLY = "monthly", "月ごとに計算して合わせる"
    FILE = "file", "ファイルの書き方で書く"


GROUP_KINDS: Final = {ConditionKind.ALL, ConditionKind.ANY, ConditionKind.AT_LEAST_OF, ConditionKind.NOT}
# How operators are asked for, by what is compared.
ORDER: Final = (
    ("at_least", "以上"), ("at_most", "以下"), ("less_than", "未満"), ("more_than", "を超える"), ("is", "と等しい"),
)  # fmt: skip
LENGTHS: Final = ORDER[:4]
DAYS: Final = (
    ("at_least", "その日以後"), ("at_most", "その日以前"), ("less_than", "その日より前"), ("more_than", "その日より後"),
    ("is", "その日"),
)  # fmt: skip
AMONG: Final = (("one_of", "いずれかである"), ("none_of", "いずれでもない"))
HOLDING: Final = (("includes", "含む"), ("excludes", "含まない"))
OPERATORS_OF: Final = {
    FactType.NUMBER: (*ORDER, ("is_not", "と異なる")),
    FactType.YEN: (*ORDER, ("is_not", "と異なる")),
    FactType.DATE: DAYS,
    FactType.CHOICE: AMONG,
    FactType.CHOICES: HOLDING,
    FactType.PLACE: AMONG,
    FactType.TEXT: AMONG,
}
YES_NO: Final = (("true", "はい"), ("false", "いいえ"))
# What stands in a condition or step besides its own words, and stays when these are changed.
CHILDREN: Final = ("where", "holds", "steps", "if")
