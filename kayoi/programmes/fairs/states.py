"""Words, permissions and transitions of fairs and brochures."""

from dataclasses import dataclass

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    FAIR_MANAGE = "fair.manage", "イベント・資料請求を扱う"


class EventKind(Labelled):
    """What kind of event it is; figures are counted by these."""

    FAIR = "fair", "フェア・相談会"
    SEMINAR = "seminar", "セミナー・ツアー(体験を含む)"
    GATHERING = "gathering", "移住者の集い"


# The kind of engagement that a visit writes into the case file.
ENGAGEMENTS = {EventKind.FAIR: "fair_visit", EventKind.SEMINAR: "seminar", EventKind.GATHERING: "seminar"}


class Way(Labelled):
    """How a visit was written down."""

    TALLY = "tally", "人数だけ"
    STAND = "stand", "受付フォーム"
    CARD = "card", "紙のカード"


class RequestStatus(Labelled):
    REQUESTED = "requested", "未発送"
    SENT = "sent", "発送済み"
    CANCELLED = "cancelled", "取りやめ"


TRANSITIONS = (
    Transition("send", {RequestStatus.REQUESTED}, RequestStatus.SENT, Permission.FAIR_MANAGE),
    Transition("cancel", {RequestStatus.REQUESTED}, RequestStatus.CANCELLED, Permission.FAIR_MANAGE),
)


@dataclass(frozen=True)
class LabelSheet:
    """A sheet of labels as stationers sell them (ラベル用紙): counts, sizes and margins in mm."""

    key: str
    label: str
    across: int
    down: int
    width_mm: float
    height_mm: float
    left_mm: float
    top_mm: float
    gap_mm: float = 0.0


LABEL_SHEETS = (
    LabelSheet("a4-12", "A4・12面(86.4×42.3mm)", 2, 6, 86.4, 42.3, 18.6, 21.6),
    LabelSheet("a4-10", "A4・10面(86.4×50.8mm)", 2, 5, 86.4, 50.8, 18.6, 21.5),
    LabelSheet("a4-21", "A4・21面(70.0×42.3mm)", 3, 7, 70.0, 42.3, 0.0, 0.45),
)

SEND_WITHIN_DAYS = 3  # working days within which a brochure is to be on its way
MOST_PERSONS = 99
BROCHURES = "brochures"  # the one opening of a town that sends any
CAUSE_VISIT = "fairs.Visit"
CAUSE_REQUEST = "fairs.BrochureRequest"
CAUSE_REFERRAL = "fairs.Referral"
