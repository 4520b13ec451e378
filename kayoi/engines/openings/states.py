"""Kinds of openings."""

from kayoi.kit.states import Labelled


class OpeningKind(Labelled):
    CONSULTATION = "consultation", "相談窓口"
    BROCHURE = "brochure", "資料請求"
    APPOINTMENT = "appointment", "相談の予約"
    HOME = "home", "空き家"
    PROCEDURE = "procedure", "申請の受付"
    STAY = "stay", "お試し滞在"
    REGISTER = "register", "ふるさと住民の登録"
    ACTIVITY = "activity", "担い手活動"
    TOUR = "tour", "ツアー・体験"


class School(Labelled):
    """Whose terms they are (学校の種類)."""

    ELEMENTARY = "elementary", "小学校"
    JUNIOR_HIGH = "junior_high", "中学校"
    HIGH = "high", "高等学校"
    KINDERGARTEN = "kindergarten", "幼稚園・こども園"


class SchoolDaysKind(Labelled):
    """What a part of a school year is (学期・休業)."""

    TERM_1 = "term_1", "1学期"
    TERM_2 = "term_2", "2学期"
    TERM_3 = "term_3", "3学期"
    YEAR_BEGIN = "year_begin", "春休み(4月)"
    SUMMER = "summer", "夏休み"
    AUTUMN = "autumn", "秋休み"
    WINTER = "winter", "冬休み"
    YEAR_END = "year_end", "春休み(3月)"


K = SchoolDaysKind
TERMS = (K.TERM_1, K.TERM_2, K.TERM_3)
# 長期休業: the days on which families can travel.
BREAKS = (K.YEAR_BEGIN, K.SUMMER, K.AUTUMN, K.WINTER, K.YEAR_END)
