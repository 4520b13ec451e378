"""The life of a house in the register: states, transitions, what is offered."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.permissions import Permission


class HomeStatus(Labelled):
    FOUND = "found", "把握"
    SUBMITTED = "submitted", "申込み"
    RETURNED = "returned", "書類の補正中"
    CHECKING = "checking", "審査中"
    SURVEY_SCHEDULED = "survey_scheduled", "現地調査の予定"
    SURVEYED = "surveyed", "調査済み"
    ASSIGNED = "assigned", "取扱業者が決定"
    REGISTERED = "registered", "登録済み(公開前)"
    PUBLISHED = "published", "公開中"
    NEGOTIATING = "negotiating", "商談中"
    CONTRACTED = "contracted", "成約"
    CLOSED = "closed", "終了"
    REJECTED = "rejected", "登録不可"
    WITHDRAWN = "withdrawn", "取下げ"
    SUSPENDED = "suspended", "公開停止"
    EXPIRED = "expired", "期間満了"
    DELISTED = "delisted", "登録取消し"


S = HomeStatus
# Before the decision; on the register; shown to the public; at an end.
APPLYING = (S.SUBMITTED, S.RETURNED, S.CHECKING, S.SURVEY_SCHEDULED, S.SURVEYED, S.ASSIGNED)
ON_REGISTER = (S.REGISTERED, S.PUBLISHED, S.NEGOTIATING, S.SUSPENDED)
SHOWN = (S.PUBLISHED, S.NEGOTIATING)
ENDED = (S.CLOSED, S.REJECTED, S.WITHDRAWN, S.EXPIRED, S.DELISTED)

# Without permission: what follows from what an owner, a broker or a seeker has done, or from a day that has come.
TRANSITIONS = (
    Transition("submit", {S.FOUND}, S.SUBMITTED),
    Transition("return_papers", {S.SUBMITTED, S.CHECKING}, S.RETURNED, Permission.HOME_EDIT),
    Transition("resubmit", {S.RETURNED}, S.SUBMITTED),
    Transition("check", {S.SUBMITTED}, S.CHECKING, Permission.HOME_EDIT),
    Transition("plan_survey", {S.CHECKING, S.SURVEY_SCHEDULED}, S.SURVEY_SCHEDULED, Permission.HOME_EDIT),
    Transition("survey", {S.CHECKING, S.SURVEY_SCHEDULED}, S.SURVEYED),
    Transition("assign", {S.SURVEYED}, S.ASSIGNED),
    Transition("unassign", {S.ASSIGNED}, S.SURVEYED),
    Transition("register", {S.SURVEYED, S.ASSIGNED}, S.REGISTERED, Permission.HOME_DECIDE),
    Transition("reject", APPLYING, S.REJECTED, Permission.HOME_DECIDE),
    Transition("withdraw", (S.FOUND, *APPLYING, *ON_REGISTER), S.WITHDRAWN),
    Transition("publish", {S.REGISTERED, S.SUSPENDED}, S.PUBLISHED, Permission.HOME_EDIT),
    Transition("suspend", {S.PUBLISHED, S.NEGOTIATING}, S.SUSPENDED),
    Transition("negotiate", {S.PUBLISHED}, S.NEGOTIATING),
    Transition("fall_through", {S.NEGOTIATING, S.CONTRACTED}, S.PUBLISHED),
    Transition("contract", {S.PUBLISHED, S.NEGOTIATING, S.SUSPENDED}, S.CONTRACTED),
    Transition("close", {S.CONTRACTED}, S.CLOSED, Permission.HOME_EDIT),
    Transition("expire", {S.REGISTERED, S.PUBLISHED, S.SUSPENDED}, S.EXPIRED),
    Transition("renew", {S.EXPIRED}, S.REGISTERED, Permission.HOME_EDIT),
    Transition("delist", (*ON_REGISTER, S.EXPIRED), S.DELISTED, Permission.HOME_DECIDE),
    Transition("apply_again", ENDED, S.SUBMITTED),
)

# Where the state alone does not say what has happened.
HAPPENED = {
    "resubmit": "補正が済んだ", "unassign": "業者の辞退・終了", "renew": "更新",
    "fall_through": "商談・契約が不成立", "apply_again": "もう一度の申込み",
}  # fmt: skip


class HomeKind(Labelled):
    """What it is built for (用途)."""

    DWELLING = "dwelling", "住宅"
    SHOP_DWELLING = "shop_dwelling", "店舗併用住宅"
    SHOP = "shop", "店舗・事務所"
    INN = "inn", "民宿・旅館"
    BUILDING = "building", "そのほかの遊休施設"
    LAND = "land", "土地"


class Offer(Labelled):
    """How it is offered (物件区分)."""

    SALE = "sale", "売買"
    RENT = "rent", "賃貸"
    BOTH = "both", "売買・賃貸"


class Level(Labelled):
    """Who sees an item of the house file (公開の範囲)."""

    PUBLIC = "public", "公開"
    REQUEST = "request", "登録者・求めに応じて"
    STAFF = "staff", "職員・取扱業者だけ"


class PictureKind(Labelled):
    PHOTO = "photo", "写真"
    PLAN = "plan", "間取図"
    PAPER = "paper", "書類(職員だけ)"


class ChooseBy(Labelled):
    """How one of several inquiries is chosen (申込みの選び方)."""

    FIRST_COME = "first_come", "先着順"
    WINDOW = "window", "受付期間を設けて所有者が選ぶ"
