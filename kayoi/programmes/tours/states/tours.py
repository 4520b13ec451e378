"""Kinds of tours, on what they may be held, where a tour and a date stand."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.tours.states.permissions import Permission

# What follow-ups of this room are about.
TOUR = "tours.Tour"
PARTY = "tours.Party"
TOUR_DATE = "tours.TourDate"
ATTENDANCE = "tours.Attendance"


class TourKind(Labelled):
    """What somebody takes part in (種類)."""

    MONITOR = "monitor", "モニターツアー"
    SEMINAR = "seminar", "セミナー"
    FAIR = "fair", "フェア・催し"
    WORKING_HOLIDAY = "working_holiday", "ふるさとワーキングホリデー"
    WORKATION = "workation", "ワーケーション"
    CAMP = "camp", "合宿・キャンプ"
    AUDITION = "audition", "オーディション"
    OPEN_HOUSE = "open_house", "見学会・体験会"
    EXCHANGE = "exchange", "交流プログラム"


class Segment(Labelled):
    """For whom a tour is made (対象): the five segments of the ministry's report."""

    ANYBODY = "", "どなたでも"
    STUDENTS = "students", "学生"
    FAMILIES = "families", "子育て"
    BUSINESS = "business", "ビジネス"
    HOBBY = "hobby", "趣味"
    ON_THE_MOVE = "on_the_move", "移動アクティブ"


class TravelBasis(Labelled):
    """On what transport and lodging may be arranged (旅行業法の根拠)."""

    AGENCY = "agency", "登録のある旅行業者が実施する"
    EXEMPT = "exempt", "旅行業に当たらない(市町村が企画・運営し、営利性・事業性がない)"
    NONE = "none", "運送も宿泊も手配しない"


class WorkBasis(Labelled):
    """On what people may be led to paid work (職業安定法の根拠)."""

    NOTICE = "notice", "特定地方公共団体の職業紹介(職業安定法29条の通知)"
    INFORMATION = "information", "募集情報等提供(職業安定法4条6項)"
    DIRECT = "direct", "雇い主が自ら募集する"


class TourStatus(Labelled):
    """Where a tour stands (ツアーの状態)."""

    DRAFT = "draft", "準備中"
    PUBLISHED = "published", "公開"
    ENDED = "ended", "終了"


class DateStatus(Labelled):
    """Where a date stands (日程の状態). Who has a place is settled between closing and the day itself."""

    DRAFT = "draft", "準備中"
    OPEN = "open", "受付中"
    CLOSED = "closed", "受付終了"
    SETTLED = "settled", "参加者決定"
    HELD = "held", "実施済み"
    CANCELLED = "cancelled", "中止"


class ItemKind(Labelled):
    """What happens at a point of the itinerary (行程の種類)."""

    MEET = "meet", "集合・解散"
    MOVE = "move", "移動"
    VISIT = "visit", "見学・体験"
    HOMES = "homes", "空き家の見学"
    WORK = "work", "仕事"
    PEOPLE = "people", "地域の人との交流"
    MEAL = "meal", "食事"
    FREE = "free", "自由時間"
    LODGING = "lodging", "宿泊"


T, D = TourStatus, DateStatus
TOUR_TRANSITIONS = (
    Transition("publish", {T.DRAFT}, T.PUBLISHED, Permission.TOUR_MAKE),
    Transition("withdraw", {T.PUBLISHED}, T.DRAFT, Permission.TOUR_MAKE),
    Transition("end", {T.DRAFT, T.PUBLISHED}, T.ENDED, Permission.TOUR_MAKE),
)
# A selection closes and settles all its dates at once; by first come a date may be held when it is closed.
DATE_TRANSITIONS = (
    Transition("open", {D.DRAFT}, D.OPEN, Permission.TOUR_MAKE),
    Transition("close", {D.OPEN}, D.CLOSED, Permission.TOUR_MAKE),
    Transition("reopen", {D.CLOSED}, D.OPEN, Permission.TOUR_MAKE),
    Transition("settle", {D.CLOSED}, D.SETTLED, Permission.TOUR_DECIDE),
    Transition("hold", {D.CLOSED, D.SETTLED}, D.HELD, Permission.TOUR_EDIT),
    Transition("cancel", {D.DRAFT, D.OPEN, D.CLOSED, D.SETTLED}, D.CANCELLED, Permission.TOUR_MAKE),
)
# Dates that somebody can still take part in.
COMING = (D.OPEN, D.CLOSED, D.SETTLED)
