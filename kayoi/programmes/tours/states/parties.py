"""Where a party stands, and what the ministry's report asks of its representative."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.tours.states.permissions import Permission


class PartyStatus(Labelled):
    """Where a party stands (申込みの状態)."""

    ASKED = "asked", "申込み済み"
    PLACED = "placed", "参加予定"
    RESERVE = "reserve", "補欠"
    REFUSED = "refused", "落選"
    DECLINED = "declined", "辞退"
    CANCELLED = "cancelled", "中止による取消し"
    ATTENDED = "attended", "参加"
    ABSENT = "absent", "欠席"


P = PartyStatus
# Places move by rule and by the person's own hand (the secret of the link is the key): no permission is needed then.
PARTY_TRANSITIONS = (
    Transition("place", {P.ASKED, P.RESERVE}, P.PLACED),
    Transition("wait", {P.ASKED}, P.RESERVE),
    Transition("refuse", {P.ASKED, P.RESERVE}, P.REFUSED),
    Transition("decline", {P.ASKED, P.PLACED, P.RESERVE}, P.DECLINED),
    # The date that they were placed on, or the last one that they wished for, does not take place.
    Transition("cancel", {P.ASKED, P.PLACED, P.RESERVE}, P.CANCELLED),
    # An offline list may come in after somebody was noted as absent.
    Transition("attend", {P.PLACED, P.ABSENT}, P.ATTENDED),
    Transition("miss", {P.PLACED}, P.ABSENT, Permission.TOUR_EDIT),
    Transition("undo_attend", {P.ATTENDED}, P.PLACED, Permission.TOUR_EDIT),
    Transition("undo_miss", {P.ABSENT}, P.PLACED, Permission.TOUR_EDIT),
)
# Those that still hope or come; those with a date of their own.
STANDING = (P.ASKED, P.PLACED, P.RESERVE)
WITH_DATE = (P.PLACED, P.ATTENDED, P.ABSENT)


class AgeBand(Labelled):
    """How old the representative is (年代)."""

    TEENS = "10s", "10代"
    TWENTIES = "20s", "20代"
    THIRTIES = "30s", "30代"
    FORTIES = "40s", "40代"
    FIFTIES = "50s", "50代"
    SIXTIES = "60s", "60代"
    OLDER = "70s", "70代以上"


class Sex(Labelled):
    """Sex as the representative gives it (性別); nobody has to."""

    MALE = "male", "男性"
    FEMALE = "female", "女性"
    OTHER = "other", "その他"


class Occupation(Labelled):
    """What the representative does for a living (職業)."""

    EMPLOYEE = "employee", "正社員・正職員"
    TEMPORARY = "temporary", "派遣・契約"
    PART_TIME = "part_time", "パート・アルバイト"
    MANAGER = "manager", "会社経営・役員"
    SELF_EMPLOYED = "self_employed", "自営業"
    FREELANCE = "freelance", "フリーランス"
    PUBLIC = "public", "公務員"
    STUDENT = "student", "学生"
    HOUSEHOLD = "household", "専業主婦・主夫"
    NONE = "none", "無職・退職"
    OTHER = "other", "その他"


class Awareness(Labelled):
    """Whether they knew the place before applying (認知)."""

    UNKNOWN = "unknown", "知らなかった"
    NAME = "name", "名前は知っていた"
    KNOWN = "known", "どんなところか知っていた"


class PastVisits(Labelled):
    """How often they had been there before (来訪の経験)."""

    NEVER = "never", "初めて"
    ONCE = "once", "1回"
    SOME = "some", "2〜4回"
    OFTEN = "often", "5回以上"


class TourLifestyle(Labelled):
    """What ties them to a place (暮らし方の型): the three types of the ministry's report."""

    WORK = "work", "地域と仕事"
    CHILDREN = "children", "地域と子育て"
    HOBBY = "hobby", "地域と趣味"


class AttendanceWay(Labelled):
    """How somebody was checked in (受付の方法)."""

    LIST = "list", "名簿"
    QR = "qr", "QRコード"


class StepKind(Labelled):
    """To which other door somebody without a place was shown (次の一歩)."""

    DATE = "date", "ほかの日程"
    TOWN = "town", "ほかの市町村"
    ONLINE = "online", "オンライン"
    HELP = "help", "手伝い・担い手活動"
    STAY = "stay", "お試し滞在"
    TALK = "talk", "移住相談"


class OutcomeKind(Labelled):
    """What came of a tour (成果), as the ministry's report counts it."""

    CONSULTING = "consulting", "相談を続けている"
    WISHES_TWO_PLACES = "wishes_two_places", "二地域居住を希望"
    STAYED = "stayed", "あらためて滞在"
    GIFT = "gift", "返礼品の申込み"
    CONTRACT = "contract", "住まいの成約"
    WORK = "work", "仕事・副業・起業"
    TWO_PLACES = "two_places", "二地域居住を始めた"
    MOVED = "moved", "移住した"
    OTHER = "other", "その他"
