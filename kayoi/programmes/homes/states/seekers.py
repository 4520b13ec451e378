"""People who look for a house: registration, inquiries, viewings, contracts."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.permissions import Permission


class SeekerStatus(Labelled):
    APPLIED = "applied", "申請中"
    REGISTERED = "registered", "登録中"
    REFUSED = "refused", "登録不可"
    EXPIRED = "expired", "期間満了"
    WITHDRAWN = "withdrawn", "取りやめ"


SEEKER_TRANSITIONS = (
    Transition("register", {SeekerStatus.APPLIED}, SeekerStatus.REGISTERED, Permission.HOME_EDIT),
    Transition("refuse", {SeekerStatus.APPLIED}, SeekerStatus.REFUSED, Permission.HOME_DECIDE),
    Transition("expire", {SeekerStatus.REGISTERED}, SeekerStatus.EXPIRED),
    Transition("withdraw", {SeekerStatus.APPLIED, SeekerStatus.REGISTERED}, SeekerStatus.WITHDRAWN),
    Transition(
        "apply_again",
        {SeekerStatus.EXPIRED, SeekerStatus.WITHDRAWN, SeekerStatus.REFUSED},
        SeekerStatus.APPLIED,
    ),
)


class InquiryStatus(Labelled):
    WAITING = "waiting", "順番待ち・選考待ち"
    CHOSEN = "chosen", "商談中"
    CONTRACTED = "contracted", "成約"
    DECLINED = "declined", "見送り(所有者)"
    WITHDRAWN = "withdrawn", "取下げ(本人)"
    FELL_THROUGH = "fell_through", "不成立"
    LAPSED = "lapsed", "終了(ほかの人に決定など)"


# At most one inquiry of a house is in these: the others wait.
TALKING = (InquiryStatus.CHOSEN, InquiryStatus.CONTRACTED)
INQUIRY_TRANSITIONS = (
    Transition("choose", {InquiryStatus.WAITING}, InquiryStatus.CHOSEN),
    Transition("decline", {InquiryStatus.WAITING, InquiryStatus.CHOSEN}, InquiryStatus.DECLINED),
    Transition("withdraw", {InquiryStatus.WAITING, InquiryStatus.CHOSEN}, InquiryStatus.WITHDRAWN),
    Transition("contract", {InquiryStatus.CHOSEN}, InquiryStatus.CONTRACTED),
    Transition("fall_through", {InquiryStatus.CHOSEN, InquiryStatus.CONTRACTED}, InquiryStatus.FELL_THROUGH),
    Transition("lapse", {InquiryStatus.WAITING}, InquiryStatus.LAPSED),
)


class ViewingStatus(Labelled):
    ASKED = "asked", "希望を受付"
    FIXED = "fixed", "日時が決定"
    DONE = "done", "見学済み"
    CANCELLED = "cancelled", "取りやめ"


VIEWING_TRANSITIONS = (
    Transition("fix", {ViewingStatus.ASKED, ViewingStatus.FIXED}, ViewingStatus.FIXED),
    Transition("finish", {ViewingStatus.FIXED}, ViewingStatus.DONE),
    Transition("cancel", {ViewingStatus.ASKED, ViewingStatus.FIXED}, ViewingStatus.CANCELLED),
)


class ContractKind(Labelled):
    SALE = "sale", "売買"
    RENT = "rent", "賃貸"
    SUBLEASE = "sublease", "サブリース(団体が借りて貸す)"
    OUTSIDE = "outside", "バンクを通さない契約"
