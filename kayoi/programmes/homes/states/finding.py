"""How the office learns of a vacant house."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, TownSetting
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


# Cause of follow-ups that put an offer to the owner of a lead: a call does not finish them.
LEAD_OFFER = "homes.Lead.offer"

# What a link or QR code may say of where somebody comes from: everything else is the portal.
BY_LINK = {"qr": LeadSource.FLYER_QR}


class Teller(Labelled):
    """Who tells of a house (知らせた人の立場)."""

    OWNER = "owner", "所有者・相続人"
    KIN = "kin", "所有者の家族・親族"
    NEIGHBOUR = "neighbour", "近所の人・そのほか"
    OFFICE = "office", "郵便局・区長など"


class EntranceKind(Labelled):
    """Who may tell of houses through a link of their own (知らせてくれる所)."""

    POST_OFFICE = "post_office", "郵便局"
    DISTRICT_HEAD = "district_head", "区長・自治会"


class LeadStatus(Labelled):
    NEW = "new", "未対応"
    CONTACTED = "contacted", "連絡した"
    WAITING = "waiting", "所有者の検討中"
    HOUSE = "house", "空き家の記録にした"
    DROPPED = "dropped", "見送り"


OPEN_LEADS = (LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.WAITING)

LEAD_TRANSITIONS = (
    Transition("contact", OPEN_LEADS, LeadStatus.CONTACTED, Permission.HOME_EDIT),
    Transition("wait", OPEN_LEADS, LeadStatus.WAITING, Permission.HOME_EDIT),
    Transition("take_on", OPEN_LEADS, LeadStatus.HOUSE, Permission.HOME_EDIT),
    Transition("drop", OPEN_LEADS, LeadStatus.DROPPED, Permission.HOME_EDIT),
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


class Answered(Labelled):
    """How an answer to the survey came (回答の方法)."""

    ONLINE = "online", "インターネット"
    PAPER = "paper", "返信用紙"


class Stage(Labelled):
    """How far a lead has come (把握から成約まで); each stage counts those of the later ones too."""

    TOLD = "told", "情報"
    CONTACTED = "contacted", "連絡した"
    HOUSE = "house", "空き家の記録"
    REGISTERED = "registered", "登録"
    CONTRACT = "contract", "成約"


class NextOffer(Labelled):
    """What may be offered to an owner next (次の提案)."""

    CLEARING = "clearing", "家財の片付けの支援"
    PART = "part", "一部を残して貸す・荷物の一時保管"
    FIXED_TERM = "fixed_term", "期限つきの貸し方(定期借家)"
    REPAIR = "repair", "改修の補助・直さずに貸す方法"
    REGISTRY = "registry", "相続・登記の相談"
    FAMILY = "family", "家族・親族との話し合いの手伝い"
    SEEKERS = "seekers", "利用希望者の紹介"
    DEMOLITION = "demolition", "解体の補助・解体後の土地の活用"
    CARE = "care", "空き家の見守り・管理"
    REGISTER = "register", "空き家バンクへの登録"
    TALK = "talk", "窓口での相談"


# What a town says with each offer, until it writes its own sentence.
OFFER_TEXTS = {
    NextOffer.CLEARING: "家財や仏壇の片付けを頼める業者と、片付けの費用の補助をご案内します。",
    NextOffer.PART: "一部屋や蔵に荷物を残したまま貸す方法や、荷物の一時保管についてご説明します。",
    NextOffer.FIXED_TERM: "期間を決めて貸し、終わったら必ず戻る「定期借家」の方法をご説明します。",
    NextOffer.REPAIR: "改修の補助と、借りる人が自分で直す約束で貸す方法をご説明します。",
    NextOffer.REGISTRY: "司法書士の相談をご案内します。相続の登記は、2024年4月から義務になりました。",
    NextOffer.FAMILY: "ご家族・ご親族で話し合うときの資料をお渡しし、ご希望があれば職員がご説明します。",
    NextOffer.SEEKERS: "家をさがしている人たちの、希望と地域との関わり方をお見せします。会ってから決められます。",
    NextOffer.DEMOLITION: "解体の費用の補助と、解体した後の土地の活用や税についてご説明します。",
    NextOffer.CARE: "ご自分で通えないときの、見回り・風通し・草刈りを頼める先をご案内します。",
    NextOffer.REGISTER: "空き家バンクへの登録の流れと、必要な書類をご案内します。費用はかかりません。",
    NextOffer.TALK: "どんな方法があるかを、窓口やお電話で一緒に整理します。",
}

FLYER_TEXT = (
    "住まなくなった家や、使っていない建物はありませんか。貸す、売る、しばらくこのまま置く。"
    "どれにするか決まっていなくても、ご相談いただけます。家財が残っていても、傷んでいても大丈夫です。"
)
SURVEY_INTRO = (
    "空き家や使っていない建物を、これからどうされたいかをお尋ねしています。"
    "お答えは、空き家の対策と活用を考えるため、また、ご希望の方へご連絡するために使います。"
    "売ること・貸すことをお約束いただくものではありません。すでにお住まいの場合も、その旨をお知らせください。"
)
LETTERS_A_FILE = 200  # about 4 seconds to make

CONTACT_WITHIN_DAYS = TownSetting(
    "homes.contact_within_days", "空き家の情報への最初の連絡", 5, "開庁日", 1, 30, "この日までの予定を立てます。"
)  # fmt: skip
HOUSEHOLDS_A_YEAR = TownSetting(
    "homes.households_a_year", "移住世帯の目標(1年)", 20, "世帯", 0, 5000, "必要な空き家の数の見積もりに使います。"
)
HOUSE_SHARE = TownSetting(
    "homes.house_share", "空き家に住む移住世帯の割合", 30, "%", 0, 100, "必要な空き家の数の見積もりに使います。"
)
SUCCESS_SHARE = TownSetting(
    "homes.success_share", "使える家になる割合(実績が少ない間の仮の値)", 20, "%", 0, 100,
    "終わった情報が少ない間、意向のある所有者の家のうち登録まで進む割合として使います。",
)  # fmt: skip
FINDING_SETTINGS = (CONTACT_WITHIN_DAYS, HOUSEHOLDS_A_YEAR, HOUSE_SHARE, SUCCESS_SHARE)
