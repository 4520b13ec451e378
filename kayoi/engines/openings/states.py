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
