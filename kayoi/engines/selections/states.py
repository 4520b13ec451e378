"""How places are given, in what is counted, and where a selection and each party stand."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled

# For what secrets of selections are sealed (kit/sealing.py).
SEALED_SECRET = "selections.secret"  # noqa: S105  # the name of a purpose
SEALED_SALT = "selections.salt"


class Method(Labelled):
    """In which order parties choose (選び方)."""

    FIRST_COME = "first_come", "先着順"
    LOTTERY = "lottery", "抽選"
    POINTS = "points", "審査(点数の高い順、同点は抽選)"


class Unit(Labelled):
    """In what a quota is counted (枠の数え方)."""

    PERSONS = "persons", "人"
    PARTIES = "parties", "組"


class SelectionStatus(Labelled):
    """Where a selection stands (選考の状態)."""

    OPEN = "open", "受付中"
    CLOSED = "closed", "名簿の確定後、抽選待ち"
    DRAWN = "drawn", "結果の発表後"


class PlaceStatus(Labelled):
    """Where a party stands (組の状態)."""

    PLACED = "placed", "当選"
    RESERVE = "reserve", "補欠"
    DECLINED = "declined", "辞退"


class EventKind(Labelled):
    """What changes who has a place (出来事). Who comes in by first come enters one by one."""

    ENTERED = "entered", "受付"
    DRAWN = "drawn", "抽選"
    DECLINED = "declined", "辞退"
    ADDED = "added", "定員の追加"


class JudgingStatus(Labelled):
    """Where a judging stands (審査の状態)."""

    OPEN = "open", "審査中"
    CLOSED = "closed", "結果の確定後"


JUDGING_TRANSITIONS = (Transition("close", {JudgingStatus.OPEN}, JudgingStatus.CLOSED),)
S, P = SelectionStatus, PlaceStatus
SELECTION_TRANSITIONS = (
    Transition("close", {S.OPEN}, S.CLOSED),
    Transition("draw", {S.CLOSED}, S.DRAWN),
)
PLACE_TRANSITIONS = (
    Transition("move_up", {P.RESERVE}, P.PLACED),
    Transition("decline", {P.PLACED, P.RESERVE}, P.DECLINED),
)
