"""What can happen in a case (経過の種類), and what takes it back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of engagement (経過の種類). Towns' programmes write these; figures count them."""

    code: str
    label: str
    label_en: str
    unit: str


# What takes back an event that was counted, at the same moment and in the same quantity: figures subtract it.
WITHDRAWS = {"fair_visit_withdrawn": "fair_visit", "seminar_withdrawn": "seminar"}

# The standing rows of casefiles_engagementkind: kinds are data, programmes add theirs here by code.
KINDS = (
    Kind("question", "質問・相談", "Question", "件"),
    Kind("answer", "回答", "Answer", "件"),
    Kind("question_closed", "回答不要とした", "Closed without answer", "件"),
    Kind("question_reopened", "未回答に戻した", "Opened again", "件"),
    Kind("contact", "連絡", "Contact", "件"),
    Kind("consent", "同意", "Consent", "件"),
    Kind("consent_withdrawn", "同意の取り消し", "Consent withdrawn", "件"),
    Kind("login_linked", "ログインとの結びつけ", "Log-in linked", "件"),
    Kind("login_erased", "ログインの消去", "Log-in erased", "件"),
    Kind("fair_visit", "フェア等での相談", "Visit at a fair", "人"),
    Kind("seminar", "セミナー・ツアーの参加", "Seminar or tour", "人"),
    Kind("fair_visit_withdrawn", "フェア等での相談の取り消し", "Visit at a fair withdrawn", "人"),
    Kind("seminar_withdrawn", "セミナー・ツアーの参加の取り消し", "Seminar or tour withdrawn", "人"),
    Kind("brochure", "資料請求", "Brochure sent", "部"),
    Kind("appointment", "予約相談", "Booked consultation", "件"),
    Kind("guided_day", "現地案内", "Guided day", "日"),
    Kind("mail_received", "メールの受信", "Mail received", "件"),
    Kind("mail_put_back", "受信メールの取り消し", "Mail taken back", "件"),
    Kind("asked_again", "声かけ", "Asked again", "件"),
    Kind("asked_again_answered", "声かけへの返事", "Answered our message", "件"),
    Kind("moved_in", "移住", "Moved in", "人"),
    Kind("moved_out", "転出", "Moved out", "人"),
    Kind("move_withdrawn", "移住の記録の取り消し", "Move taken back", "人"),
    Kind("move_out_withdrawn", "転出の記録の取り消し", "Move-out taken back", "人"),
    Kind("check_in", "定着の確認", "Check-in", "件"),
    Kind("application", "申請", "Application", "件"),
    Kind("stay", "滞在", "Stay", "人泊"),
    Kind("stay_withdrawn", "滞在の取り消し", "Stay taken back", "人泊"),
    Kind("place_used", "施設の利用", "Place used", "人"),
    Kind("place_used_withdrawn", "施設の利用の取り消し", "Use of a place taken back", "人"),
    Kind("workday", "コワーキングの利用", "Day at the desks", "日"),
    Kind("workday_withdrawn", "コワーキングの利用の取り消し", "Day at the desks taken back", "日"),
    Kind("home_offered", "空き家の登録申込み", "House offered to the home bank", "件"),
    Kind("home_consent", "空き家の同意", "Consent for a house", "件"),
    Kind("home_seeker", "空き家バンクの利用登録", "Registered with the home bank", "件"),
    Kind("home_inquiry", "空き家の交渉申込み", "Inquiry about a house", "件"),
    Kind("home_viewing", "空き家の見学", "House viewed", "件"),
    Kind("home_contract", "空き家の成約", "House contract", "件"),
    Kind("file_received", "書類・写真の受け取り", "File received", "件"),
    Kind("registration", "ふるさと住民の登録", "Registered as a friend of the town", "件"),
    Kind("registration_ended", "ふるさと住民の登録の終了", "Registration ended", "件"),
    Kind("activity", "担い手活動", "Helped in the town", "回"),
    Kind("activity_withdrawn", "担い手活動の取り消し", "Activity taken back", "回"),
    Kind("donation", "寄附", "Donation", "円"),
)
