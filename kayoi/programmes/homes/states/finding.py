"""How the office learns of a vacant house."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.permissions import Permission


class LeadSource(Labelled):
    """Where a lead came from (把握の経路)."""

    FLYER_QR = "flyer_qr", "納税通知のちらし(QR)"
    FLYER_PAPER = "flyer_paper", "納税通知のちらし(返信はがき)"
    FLYER_TELEPHONE = "flyer_telephone", "納税通知のちらし(電話)"
    SURVEY = "survey", "所有者意向調査"
    POST_OFFICE = "post_office", "郵便局"
    DISTRICT_HEAD = "district_head", "区長・自治会"
    NEIGHBOUR = "neighbour", "近隣の住民"
    PORTAL = "portal", "このサイト"
    COUNTER = "counter", "窓口・電話"
    IMPORTED = "imported", "取り込み"


class LeadStatus(Labelled):
    NEW = "new", "未対応"
    CONTACTED = "contacted", "連絡した"
    WAITING = "waiting", "所有者の検討中"
    HOUSE = "house", "空き家の記録にした"
    DROPPED = "dropped", "見送り"


LEAD_TRANSITIONS = (
    Transition("contact", {LeadStatus.NEW, LeadStatus.WAITING}, LeadStatus.CONTACTED, Permission.HOME_EDIT),
    Transition("wait", {LeadStatus.NEW, LeadStatus.CONTACTED}, LeadStatus.WAITING, Permission.HOME_EDIT),
    Transition(
        "take_on", {LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.WAITING}, LeadStatus.HOUSE, Permission.HOME_EDIT
    ),
    Transition(
        "drop", {LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.WAITING}, LeadStatus.DROPPED, Permission.HOME_EDIT
    ),
    Transition("reopen", {LeadStatus.DROPPED}, LeadStatus.NEW, Permission.HOME_EDIT),
)


class Use(Labelled):
    """How a building is used now (いまの使い方)."""

    LIVED_IN = "lived_in", "住んでいる・貸している"
    SOMETIMES = "sometimes", "ときどき使う"
    EMPTY = "empty", "使っていない"
    GONE = "gone", "取り壊した"


class Intention(Labelled):
    """What an owner means to do (今後の意向)."""

    SELL = "sell", "売りたい"
    LET = "let", "貸したい"
    EITHER = "either", "売っても貸してもよい"
    KEEP = "keep", "このまま持つ"
    DEMOLISH = "demolish", "取り壊したい"
    UNDECIDED = "undecided", "決まっていない"


# Answers that promise a house.
WILLING = (Intention.SELL, Intention.LET, Intention.EITHER)
