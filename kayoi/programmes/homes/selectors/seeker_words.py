"""States and times in the words of a reader."""

from dataclasses import dataclass
from datetime import date, datetime

from kayoi.kit.dates import local_time, wareki
from kayoi.programmes.homes.states import InquiryStatus, News, SeekerStatus, ViewingStatus
from kayoi.programmes.homes.states.seekers import PLEDGE

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Words:
    """The same in Japanese and English, as a seeker reads it."""

    japanese: str
    english: str


STATES: dict[str, Words] = {
    SeekerStatus.APPLIED: Words("申請中(確認しています)", "Received; we are checking it"),
    SeekerStatus.REGISTERED: Words("登録中", "Registered"),
    SeekerStatus.REFUSED: Words("登録できませんでした", "Not registered"),
    SeekerStatus.EXPIRED: Words("期間が終わりました", "The term has ended"),
    InquiryStatus.WAITING: Words("順番・選考をお待ちいただいています", "Waiting"),
    InquiryStatus.CHOSEN: Words("商談中", "In talks"),
    InquiryStatus.CONTRACTED: Words("成約", "Contract made"),
    InquiryStatus.DECLINED: Words("今回は見送りとなりました", "The owner has decided otherwise"),
    InquiryStatus.FELL_THROUGH: Words("商談はまとまりませんでした", "The talks have ended without a contract"),
    InquiryStatus.LAPSED: Words("募集が終わりました", "The house is no longer on offer"),
    ViewingStatus.ASKED: Words("日時を調整しています", "We are arranging a time"),
    ViewingStatus.FIXED: Words("日時が決まりました", "The time is fixed"),
    ViewingStatus.DONE: Words("見学済み", "Viewed"),
    ViewingStatus.CANCELLED: Words("取りやめ", "Cancelled"),
}
# A registration and an inquiry share the word "withdrawn".
STATES["withdrawn"] = Words("取りやめました", "Withdrawn")

NEWS_EN = {
    News.ASKED: "Somebody has asked to talk about it",
    News.CHOSEN: "The talks begin",
    News.TALK_OVER: "The talks are over",
    News.CONTRACTED: "A contract was reported",
    News.FELL_THROUGH: "The contract has come to nothing; the house is on offer again",
    News.VIEWING_FIXED: "A viewing is fixed",
    News.VIEWING_CANCELLED: "A viewing was called off",
}


def news_in_words(news: News, *, english: bool = False) -> str:
    """Return what has happened around a house."""
    return NEWS_EN[news] if english else news.label


def state_in_words(status: str, *, english: bool) -> str:
    """Return where something of a seeker stands."""
    words = STATES[status]
    return words.english if english else words.japanese


def day_in_words(on: date, *, english: bool = False) -> str:
    """Return a day as a mail says it: 令和8年11月26日(木), or Thursday 26 November 2026."""
    return on.strftime("%A %-d %B %Y") if english else f"{wareki(on)}({WEEKDAYS[on.weekday()]})"


def when_in_words(starts_at: datetime, ends_before: datetime, *, english: bool = False) -> str:
    """Return day and time in Japan."""
    day = day_in_words(local_time(starts_at).date(), english=english)
    first, last = (local_time(moment).strftime("%H:%M") for moment in (starts_at, ends_before))
    return f"{day}, {first}–{last} (Japan time)" if english else f"{day} {first}〜{last}"


def pledge_points(*, english: bool) -> tuple[str, ...]:
    """Return what a seeker promises, in the reader's language."""
    return PLEDGE.points_en if english else PLEDGE.points
