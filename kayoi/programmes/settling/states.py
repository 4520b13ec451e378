"""Words of moves and of settling: where from, why, for how long, with what support; permissions."""

from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    MOVE_RECORD = "move.record", "移住・定着を記録する"


class MoveSource(Labelled):
    """How the town learned of a move (把握の方法)."""

    SURVEY = "survey", "転入アンケート"
    REGISTER = "register", "住民記録との照合"
    PERSON = "person", "本人・相談"
    SUPPORT = "support", "支援制度の申請"


class OriginKind(Labelled):
    """Where from (前住所): a municipality by its code, or as much as is known."""

    PLACE = "place", "市区町村が分かる"
    SAME_PREFECTURE = "same_prefecture", "県内(市町村は不明)"
    OTHER_PREFECTURE = "other_prefecture", "県外(市区町村は不明)"
    ABROAD = "abroad", "海外"
    UNKNOWN = "unknown", "不明"


class IntendedStay(Labelled):
    """For how long somebody means to stay (予定の居住年数)."""

    UNDER_1 = "u1", "1年未満"
    UNDER_5 = "u5", "1年以上5年未満"
    OVER_5 = "o5", "5年以上"
    UNDECIDED = "undecided", "未定"


YEARS_AT_LEAST = {IntendedStay.UNDER_1: 0, IntendedStay.UNDER_5: 1, IntendedStay.OVER_5: 5}


class Turn(Labelled):
    """Kind of move (U・I・Jターン)."""

    U = "u", "Uターン(出身地に戻った)"
    J = "j", "Jターン(出身地の近くに移った)"
    I = "i", "Iターン(出身地でない地域に移った)"  # noqa: E741  # the word of the field


class Support(Labelled):
    """What support somebody used before or for the move (利用した支援)."""

    CONSULTATION = "consultation", "移住相談"
    TOUR = "tour", "ツアー・現地案内"
    TRIAL_STAY = "trial_stay", "お試し滞在"
    HOME_BANK = "home_bank", "空き家バンク"
    GRANT = "grant", "移住支援金・補助金"
    JOB = "job", "就職・起業の支援"
    CHILDREN = "children", "子育て・教育の支援"
    COOPERATION = "cooperation", "地域おこし協力隊"
    OTHER = "other", "そのほかの支援"


class WhyOut(Labelled):
    """Why somebody moved out again (転出の理由)."""

    WORK = "work", "仕事"
    TRANSFER = "transfer", "転勤"
    STUDY = "study", "進学"
    MARRIAGE = "marriage", "結婚・離婚"
    CARE = "care", "家族の介護・同居"
    HOUSING = "housing", "住まい"
    CHILDREN = "children", "子育て・教育"
    COMMUNITY = "community", "地域との関わり"
    CLIMATE = "climate", "気候・雪・交通"
    MONEY = "money", "家計"
    OTHER = "other", "その他"
    UNKNOWN = "unknown", "分からない"


class OriginScope(Labelled):
    """From where somebody must come to be counted (前住所の範囲)."""

    TOWN = "town", "市町村の外から"
    PREFECTURE = "prefecture", "県の外から"
    TOKYO_AREA = "tokyo_area", "東京圏(埼玉・千葉・東京・神奈川)から"


TOKYO_AREA = frozenset({"11", "12", "13", "14"})


class CountedOn(Labelled):
    """By which day a move belongs to a month (数える日)."""

    REGISTERED = "registered", "住民票の異動日"
    REPORTED = "reported", "把握した日"


class Unit(Labelled):
    """What the figure is given in (数える単位)."""

    PERSONS = "persons", "人"
    HOUSEHOLDS = "households", "組"


class Outcome(Labelled):
    """What a check-in found (定着の確認の結果)."""

    SETTLED = "settled", "定着している"
    UNDECIDED = "undecided", "迷っている"
    LEFT = "left", "転出した"


class Difference(Labelled):
    """What was not as expected (思っていたことと違ったこと)."""

    INCOME = "income", "仕事・収入"
    HOUSING = "housing", "住まい・修繕"
    COLD = "cold", "寒さ・雪"
    TRANSPORT = "transport", "交通・車"
    SHOPPING = "shopping", "買い物・医療"
    SCHOOL = "school", "子育て・学校"
    NEIGHBOURS = "neighbours", "区・近所づきあい"
    DUTIES = "duties", "草刈り・当番・区費"
    COSTS = "costs", "生活費"
    LONELINESS = "loneliness", "話し相手・孤立"
    OTHER = "other", "その他"


class ListKind(Labelled):
    """What a list from the residents' register tells (一覧の種類)."""

    MOVED_IN = "moved_in", "転入者の一覧"
    MOVED_OUT = "moved_out", "転出者の一覧"


CHECK_IN_MONTHS = (1, 3, 6, 12, 24)
# At which of them people are asked what was not as they had been told.
TOLD_MONTHS = frozenset({3, 12, 24})
# So many households of a district must have agreed before their own words are shown.
FEWEST_VOICES = 3
CHECK_IN = "settling.CheckIn"
MOVE = "settling.Move"
FEWEST_AT_RISK = 5
LIST_DAYS = 7
LEGAL_GROUND = "個人情報の保護に関する法律 第69条第2項第2号(法令の定める事務の遂行に必要な限度での内部利用)"
