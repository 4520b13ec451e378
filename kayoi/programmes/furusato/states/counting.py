"""How activities are counted, and why one does not count."""

from kayoi.kit.states import Labelled


class WindowKind(Labelled):
    """In which time activities count (活動を数える期間); the values of the setting furusato.activity_window."""

    BEFORE = "0", "直前の12か月"
    CALENDAR_YEAR = "1", "暦年(1月から12月)"
    FISCAL_YEAR = "2", "年度(4月から3月)"


class Doubt(Labelled):
    """Why an activity does not count (数に入らない理由)."""

    NOT_CONFIRMED = "not_confirmed", "参加が確かめられていません"
    IN_REVIEW = "in_review", "職員が確かめているところです"
    REJECTED = "rejected", "参加を確かめられませんでした"
    NOT_DESIGNATED = "not_designated", "数に入る種類の活動ではありません"
    BEFORE = "before", "数える期間より前の活動です"
    AFTER = "after", "数える期間より後の活動です"
    SAME_DAY = "same_day", "同じ日の活動をすでに数えています"
