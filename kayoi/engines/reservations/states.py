"""What can be reserved, how it is counted, and where a booking stands."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled


class UnitKind(Labelled):
    """What can be reserved (施設の種類)."""

    HOUSE = "house", "住宅"
    ROOM = "room", "部屋"
    BED = "bed", "ベッド"
    DESK = "desk", "席"
    MEETING_ROOM = "meeting_room", "会議室"
    CAR = "car", "車"


class Measure(Labelled):
    """By what it is reserved (予約の単位)."""

    NIGHT = "night", "泊"
    MINUTE = "minute", "時間"


class Weekday(Labelled):
    MONDAY = "0", "月曜日"
    TUESDAY = "1", "火曜日"
    WEDNESDAY = "2", "水曜日"
    THURSDAY = "3", "木曜日"
    FRIDAY = "4", "金曜日"
    SATURDAY = "5", "土曜日"
    SUNDAY = "6", "日曜日"


class BookingStatus(Labelled):
    """Where a booking stands (予約の状態); a closed period is a row of the same table."""

    HELD = "held", "仮押さえ"
    CONFIRMED = "confirmed", "確定"
    IN_USE = "in_use", "利用中"
    FINISHED = "finished", "利用終了"
    CANCELLED = "cancelled", "取り消し"
    LAPSED = "lapsed", "期限切れ"
    NO_SHOW = "no_show", "来られなかった"
    BLOCKED = "blocked", "利用できない期間"


B = BookingStatus
# Those that keep the unit: what has ended keeps its nights and the days of cleaning after them.
TAKEN = (B.HELD, B.CONFIRMED, B.IN_USE, B.FINISHED, B.BLOCKED)
# Those that nobody has begun: they can still be moved, or given up.
AHEAD = frozenset({B.HELD, B.CONFIRMED})

# Who may do it is said by the programme whose booking it is. What is closed begins as blocked and is opened by cancel.
TRANSITIONS = (
    Transition("cancel", {B.HELD, B.CONFIRMED, B.BLOCKED}, B.CANCELLED),
    Transition("confirm", {B.HELD}, B.CONFIRMED),
    Transition("start", {B.CONFIRMED}, B.IN_USE),
    Transition("finish", {B.IN_USE}, B.FINISHED),
    Transition("lapse", {B.HELD}, B.LAPSED),
    Transition("miss", {B.CONFIRMED}, B.NO_SHOW),
    # What was written by mistake goes back.
    Transition("unstart", {B.IN_USE}, B.CONFIRMED),
    Transition("unfinish", {B.FINISHED}, B.IN_USE),
    Transition("unmiss", {B.NO_SHOW}, B.CONFIRMED),
)
