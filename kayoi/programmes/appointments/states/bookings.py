"""States of a booking, ways of talking, days of the week."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.appointments.states.permissions import Permission


class BookingStatus(Labelled):
    BOOKED = "booked", "予約中"
    HELD = "held", "実施済み"
    NO_SHOW = "no_show", "来られなかった"
    CANCELLED = "cancelled", "取り消し"
    MOVED = "moved", "変更済み"


# Those that keep the counsellor's time: what was cancelled or moved gives it back.
TAKING = (BookingStatus.BOOKED, BookingStatus.HELD, BookingStatus.NO_SHOW)

# A person may move and cancel without permission: the secret of the link, or the log-in, is the key.
TRANSITIONS = (
    Transition("hold", {BookingStatus.BOOKED}, BookingStatus.HELD, Permission.APPOINTMENT_MANAGE),
    Transition("miss", {BookingStatus.BOOKED}, BookingStatus.NO_SHOW, Permission.APPOINTMENT_MANAGE),
    Transition("cancel", {BookingStatus.BOOKED}, BookingStatus.CANCELLED),
    Transition("move", {BookingStatus.BOOKED}, BookingStatus.MOVED),
)


class Way(Labelled):
    """How somebody talks with the counsellor (相談の方法)."""

    ONLINE = "online", "オンライン"
    TELEPHONE = "telephone", "電話"
    COUNTER = "counter", "来庁"
    SITE = "site", "現地"


class Weekday(Labelled):
    MONDAY = "0", "月曜日"
    TUESDAY = "1", "火曜日"
    WEDNESDAY = "2", "水曜日"
    THURSDAY = "3", "木曜日"
    FRIDAY = "4", "金曜日"
    SATURDAY = "5", "土曜日"
    SUNDAY = "6", "日曜日"


class ExceptionKind(Labelled):
    """How one day differs from the weekly pattern."""

    CLOSED = "closed", "休む"
    OPEN = "open", "受け付ける"
