"""Kinds of questions, what a full quota does, and where a version and a sheet stand."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled

SMALL = 5  # fewer persons than this are never shown as a number


class Kind(Labelled):
    """What is asked for (設問の種類)."""

    SINGLE = "single", "一つ選ぶ"
    MULTIPLE = "multiple", "いくつでも選ぶ"
    MATRIX = "matrix", "項目ごとに一つ選ぶ"
    SCALE = "scale", "段階で答える"
    NUMBER = "number", "数"
    DATE = "date", "日付"
    TEXT = "text", "自由記述"
    PLACE = "place", "市区町村"


class AtQuota(Labelled):
    """What happens to an answer when its quota is full (枠が埋まったとき)."""

    REFUSE = "refuse", "受け付けない"
    MARK = "mark", "受け付けて、枠の外の回答とする"


class VersionStatus(Labelled):
    """Where a version stands (版の状態)."""

    DRAFT = "draft", "作成中"
    OPEN = "open", "受付中"
    CLOSED = "closed", "受付終了"


class SheetStatus(Labelled):
    """Where an answer sheet stands (回答票の状態)."""

    DRAFT = "draft", "記入中"
    SUBMITTED = "submitted", "提出済み"


class Way(Labelled):
    """How an answer came in (回答の方法)."""

    WEB = "web", "ウェブ"
    PAPER = "paper", "紙"
    TELEPHONE = "telephone", "電話"


V, S = VersionStatus, SheetStatus
VERSION_TRANSITIONS = (
    Transition("open", {V.DRAFT}, V.OPEN),
    Transition("close", {V.OPEN}, V.CLOSED),
)
SHEET_TRANSITIONS = (
    Transition("submit", {S.DRAFT}, S.SUBMITTED),
    Transition("reopen", {S.SUBMITTED}, S.DRAFT),
)
