"""Who may work with questionnaires, and the questions to begin with."""

from typing import Any, Final

from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    SURVEY_READ = "survey.read", "アンケートと集計を見る"
    SURVEY_TYPE = "survey.type", "紙・電話の回答を入力し、回答の符号を配る"
    SURVEY_EDIT = "survey.edit", "アンケートを作り、受付を始め、終える"
    SURVEY_PUBLISH = "survey.publish", "集計を公表する"
    SURVEY_SHEETS = "survey.sheets", "一人ひとりの回答を書き出す・訂正のため戻す"


class Share(Labelled):
    """Of what a percentage is (割合の母数)."""

    ALL = "all", "全体"
    ROW = "row", "行"
    COLUMN = "column", "列"


class Sample(Labelled):
    """What a new questionnaire begins with (ひな形)."""

    BEFORE = "before", "参加・滞在の前"
    AFTER = "after", "参加・滞在の後"
    BLANK = "blank", "自由記述を一つだけ"


def _options(*labels: str) -> list[dict[str, Any]]:
    return [{"key": f"o{number}", "label": label} for number, label in enumerate(labels, 1)]


_WISH: Final = {
    "key": "wish", "kind": "scale",
    "text": "これからも、この地域と関わりたいですか(1 関わりたくない・5 とても関わりたい)",
    "least": 1, "most": 5, "must": True,
}  # fmt: skip
_IDEA: Final = {
    "key": "idea", "kind": "single", "text": "いまの考えに、いちばん近いもの", "must": True,
    "options": _options("移住したい", "二つの地域で暮らしたい", "ときどき訪ねたい", "まだ分からない"),
}  # fmt: skip
_SAID: Final = {"key": "said", "kind": "text", "text": "ご意見・ご感想(名前や連絡先は書かないでください)", "most": 1000}
SAMPLES: Final[dict[Sample, list[dict[str, Any]]]] = {
    Sample.BEFORE: [
        {"key": "knew", "kind": "single", "text": "申し込む前に、この地域を知っていましたか", "must": True,
         "options": _options("よく知っていた", "名前だけ知っていた", "知らなかった")},
        {"key": "visited", "kind": "single", "text": "これまでに、この地域を訪れたことは", "must": True,
         "options": _options("ある", "ない")},
        {"key": "times", "kind": "number", "text": "これまでに何回訪れましたか", "must": True, "least": 1, "most": 99,
         "unit": "回", "bands": [2, 5], "shown_if": [{"question": "visited", "is": ["o1"]}]},
        {"key": "home", "kind": "place", "text": "お住まいの市区町村"},
        {"key": "work", "kind": "single", "text": "お仕事",
         "options": _options(
             "会社員・公務員", "会社経営・役員", "自営業・フリーランス", "派遣・契約・パート", "学生", "そのほか")},
        {"key": "hopes", "kind": "multiple", "text": "楽しみにしていること", "most": 3,
         "options": _options(
             "地域の人と話す", "仕事を見る", "住まいを見る", "学校・保育を見る", "自然と食", "そのほか")},
        _IDEA, _WISH,
    ],
    Sample.AFTER: [
        {"key": "rated", "kind": "matrix", "text": "満足度", "must": True,
         "options": _options("満足", "やや満足", "やや不満", "不満"),
         "lines": _options("内容", "宿", "食事", "移動", "案内と連絡")},
        {"key": "liked", "kind": "multiple", "text": "よかったこと",
         "options": [*_options("地域の人と話せた", "仕事が分かった", "住まいが分かった", "自由な時間があった"),
                     {"key": "none", "label": "特になし", "alone": True}]},
        _IDEA, _WISH,
        {"key": "next", "kind": "single", "text": "次にしたいこと",
         "options": _options("また参加する", "お試しで滞在する", "住まいを探す", "仕事を探す", "いまは考えていない")},
        _SAID,
    ],
    Sample.BLANK: [_SAID],
}  # fmt: skip
NOTICE: Final = "回答は、この事業の改善と、人数を集計した報告のためだけに使います。"
