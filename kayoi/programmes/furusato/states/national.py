"""The mirror of the national register (国のふるさと住民登録の写し): what a town can see of it, and how sure it is."""

from kayoi.kit.states import Labelled, TownSetting


class Tier(Labelled):
    """The two kinds of the national register."""

    BASIC = "basic", "ベーシック登録"
    PREMIUM = "premium", "プレミアム登録"


class Certainty(Labelled):
    """How a town knows of a national status."""

    CLAIMED = "claimed", "本人の申告"
    CONFIRMED = "confirmed", "国のファイルで確認"
    UNKNOWN = "unknown", "不明"


class Standing(Labelled):
    """Whether a national registration goes on, as far as is known."""

    ACTIVE = "active", "登録中"
    ENDED = "ended", "終了"


class RowState(Labelled):
    """What became of a row of a file from the national register."""

    WAITING = "waiting", "だれの登録か確認中"
    TAKEN = "taken", "取り込んだ"
    DROPPED = "dropped", "取り込まない"


class ProofMethod(Labelled):
    """How an identity was proved (本人確認の方法)."""

    JPKI = "jpki", "デジタル認証アプリ(マイナンバーカード)"
    CARD_AT_COUNTER = "card_counter", "窓口でマイナンバーカードを確認"
    PHOTO_ID = "photo_id", "窓口で顔写真つきの本人確認書類を確認"
    TWO_PAPERS = "two_papers", "窓口で本人確認書類2点を確認"
    POST = "post", "住所あての郵便の確認番号"


class ProofLevel(Labelled):
    """How far a proof reaches (本人確認の保証の水準)."""

    NONE = "0", "確認なし"
    LOW = "1", "水準1"
    MIDDLE = "2", "水準2"
    HIGH = "3", "水準3(マイナンバーカード)"


# What the national scheme leaves open (until its guideline says it), as figures that each town may change.
BODIES_LIMIT = TownSetting("furusato.bodies_limit", "プレミアム登録ができる団体の数", 3, "団体", 1, 20)
PREFECTURES_COUNT = TownSetting(
    "furusato.prefectures_count", "同時登録された都道府県も、団体の数に入れる", 0, "", 0, 1, "1で入れる、0で入れない。"
)
ACTIVITIES_NEEDED = TownSetting("furusato.activities_needed", "プレミアム登録に要る担い手活動", 3, "回", 0, 20)
ACTIVITY_WINDOW = TownSetting(
    "furusato.activity_window", "活動を数える期間", 0, "", 0, 2, "0: 直前12か月、1: 暦年(1〜12月)、2: 年度(4〜3月)。"
)
ONE_A_DAY = TownSetting("furusato.one_a_day", "同じ日の活動は1回と数える", 1, "", 0, 1, "1で1回、0で別々に数える。")
DAYS_OF_ONE = TownSetting(
    "furusato.days_of_one", "何日も続く活動を、日ごとに数える", 0, "", 0, 1, "1で日ごと、0で全体を1回と数える。"
)
VISITS_NEEDED = TownSetting("furusato.visits_needed", "プレミアム登録に要る訪問", 0, "回", 0, 50, "0なら条件にしない。")
VISITS_OR = TownSetting("furusato.visits_or", "活動か訪問の、どちらか一方でよい", 0, "", 0, 1, "1でどちらか、0で両方。")
FALLS_BACK = TownSetting(
    "furusato.falls_back", "更新しないプレミアム登録を、ベーシック登録に戻す", 1, "", 0, 1, "1で戻す、0で登録を終える。"
)
BASIC_AT_HOME = TownSetting(
    "furusato.basic_at_home", "住所地でもベーシック登録ができる", 1, "", 0, 1, "1でできる、0でできない。"
)
ADULT_AGE = TownSetting("furusato.adult_age", "保護者の同意なく申し込める年齢", 18, "歳", 12, 20)
PREMIUM_AGE = TownSetting(
    "furusato.premium_age", "保護者の手続きによらず本人確認ができる年齢(署名用電子証明書)", 15, "歳", 0, 20
)
NATIONAL_SETTINGS = (
    BODIES_LIMIT, PREFECTURES_COUNT, ACTIVITIES_NEEDED, ACTIVITY_WINDOW, ONE_A_DAY, DAYS_OF_ONE, VISITS_NEEDED,
    VISITS_OR, FALLS_BACK, BASIC_AT_HOME, ADULT_AGE, PREMIUM_AGE,
)  # fmt: skip
