"""Types of facts, operators, states of a version, permissions."""

from dataclasses import dataclass

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    RULESET_READ = "ruleset.read", "要件を見る"
    RULESET_EDIT = "ruleset.edit", "要件を書く"
    RULESET_PUBLISH = "ruleset.publish", "要件を確かめて施行する"


class FactType(Labelled):
    """What kind of answer a fact is (確認事項の型)."""

    YES_NO = "yes_no", "はい・いいえ"
    NUMBER = "number", "数"
    YEN = "yen", "金額(円)"
    DATE = "date", "日付"
    CHOICE = "choice", "選択"
    CHOICES = "choices", "選択(いくつでも)"
    PLACE = "place", "市区町村"
    TEXT = "text", "番号・符号"
    LIST = "list", "一覧"


class Change(Labelled):
    """Whether what is so today can become otherwise (変わりうるか)."""

    NEVER = "never", "変わらない"
    BY_TIME = "by_time", "時がたてば変わる"
    BY_PERSON = "by_person", "本人が変えられる"


class RulesetKind(Labelled):
    """What a ruleset decides (要件の種類)."""

    GRANT = "grant", "支援制度"
    REFUND = "refund", "返還"
    STAY = "stay", "お試し滞在"
    STATUS = "status", "登録・資格"
    SELECTION = "selection", "選考"
    PRICE = "price", "料金"


class VersionStatus(Labelled):
    """Where a version of a ruleset stands (版の状態)."""

    DRAFT = "draft", "作成中"
    PROPOSED = "proposed", "確認待ち"
    ADOPTED = "adopted", "施行"
    WITHDRAWN = "withdrawn", "取りやめ"


V = VersionStatus
TRANSITIONS = (
    Transition("propose", {V.DRAFT}, V.PROPOSED, Permission.RULESET_EDIT),
    Transition("give_back", {V.PROPOSED}, V.DRAFT, Permission.RULESET_EDIT),
    Transition("adopt", {V.PROPOSED}, V.ADOPTED, Permission.RULESET_PUBLISH),
    Transition("withdraw", {V.DRAFT, V.PROPOSED}, V.WITHDRAWN, Permission.RULESET_EDIT),
)


class Certainty(Labelled):
    """How sure the source of a rule is (出典の確かさ)."""

    CHECKED = "checked", "原文で確認"
    REMEMBERED = "remembered", "一般の知識(要確認)"
    UNCERTAIN = "uncertain", "不確か(要確認)"


class Adding(Labelled):
    """How periods that do not follow one another are added up (期間の通算のしかた)."""

    DAYS = "days", "日数で足す"
    MONTHS = "months", "月数と日数で足し、30日を1月とする"


class Rounding(Labelled):
    """Which way a fraction goes (端数処理)."""

    DOWN = "down", "切り捨て"
    UP = "up", "切り上げ"
    HALF_UP = "half_up", "四捨五入"


@dataclass(frozen=True)
class Words:
    """A text in Japanese, and in English where there is one."""

    ja: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in that language, in Japanese where it has none."""
        return self.en if language == "en" and self.en else self.ja


NO_WORDS = Words("")


@dataclass(frozen=True)
class Fact:
    """Something that can be known about a person, household, house, work, money or place (確認事項).

    `columns` are the facts of one row of a list; `proofs` what papers show it. `usual` is what nearly everybody
    answers (yes, no, an empty list): such questions may be put together, after the others.
    """

    key: str
    type: FactType
    label: Words
    question: Words
    unit: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    columns: tuple["Fact", ...] = ()
    proofs: tuple[str, ...] = ()
    change: Change = Change.NEVER
    help: Words = NO_WORDS
    usual: bool | int | tuple[()] | None = None


# The day of the application stands in every case; where nobody gave it, it is the day that is asked about.
APPLIED_ON = "application.on"
# A row of a list speaks of its own columns as this.…
ROW = "this."
# The form of a ruleset file.
FORMAT = 1
