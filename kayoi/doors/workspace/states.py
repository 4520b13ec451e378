"""Where the things in the inbox have their page; settings and mails of a town."""

from kayoi.engines.followups.states import QUIET_AFTER
from kayoi.engines.messages.states.incoming import CAUSE as MAIL
from kayoi.kit.states import Labelled, PermissionSet
from kayoi.programmes.appointments.states import BOOKING, DAY
from kayoi.programmes.consultations.states import ANSWER_WITHIN_DAYS, CAUSE
from kayoi.programmes.fairs.states import CAUSE_REQUEST as BROCHURE
from kayoi.programmes.family_plans.states import CAUSE as PLAN
from kayoi.programmes.family_plans.states import LINK_DAYS
from kayoi.programmes.homes.states import EARLY_DAYS, LEAD
from kayoi.programmes.homes.states.around import LIBRARY
from kayoi.programmes.homes.states.finding import FINDING_SETTINGS, LEAD_OFFER
from kayoi.programmes.rounds.states import ASKING, CAP_DAYS, SILENCE_DAYS
from kayoi.programmes.settling.states import CHECK_IN
from kayoi.programmes.village_sheets.states import CAUSE as SHEET


class Permission(PermissionSet):
    WORKSPACE_ENTER = "workspace.enter", "業務画面に入る"
    HAND_OVER = "workspace.hand_over", "担当を後任に引き継ぐ"


class Owner(Labelled):
    """Whose follow-ups the board shows; besides these, the id of a member."""

    MINE = "mine", "自分"
    NOBODY = "nobody", "担当なし"
    ALL = "all", "全員"


class Due(Labelled):
    """Which part of the board: all its columns, or one of them as a list."""

    BOARD = "board", "ボード"
    LATE = "late", "期限切れ"
    TODAY = "today", "今日"
    WEEK = "week", "7日以内"
    LATER = "later", "これから"
    QUIET = "quiet", "動きなし"
    ASLEEP = "asleep", "休ませているもの"
    ALL = "all", "すべて"


class Bulk(Labelled):
    """What is done with several rows at once."""

    ASSIGN = "assign", "割り当てる"
    FINISH = "finish", "済みにする"
    SNOOZE = "snooze", "休ませる"


# Kind of a follow-up (its cause) to the page on which it is done.
PAGES = {
    CAUSE: ("質問", "consultations:answer"),
    BROCHURE: ("資料請求", "fairs:request"),
    MAIL: ("メール", "consultations:mail"),
    BOOKING: ("予約相談", "appointments:staff_booking"),
    DAY: ("現地案内", "appointments:day"),
    ASKING: ("声かけの返事", "rounds:reply"),
    PLAN: ("わが家の計画", "family_plans:plan"),
    SHEET: ("暮らしのシート", "village_sheets:sheet"),
    CHECK_IN: ("定着の確認", "settling:check_in"),
    LEAD: ("空き家の情報", "homes:lead"),
    LEAD_OFFER: ("所有者への提案", "homes:lead"),
}

# All figures that a town may choose, in the order of the settings page.
SETTINGS = (
    ANSWER_WITHIN_DAYS,
    *QUIET_AFTER.values(),
    CAP_DAYS,
    SILENCE_DAYS,
    LINK_DAYS,
    EARLY_DAYS,
    LIBRARY,
    *FINDING_SETTINGS,
)

# The mails that go out, in the order of the texts page.
TEMPLATES = (
    ("consultations/mail/receipt", "質問の受付(ログインのない人)"),
    ("consultations/mail/receipt_known", "質問の受付(ログインのある人)"),
    ("consultations/mail/receipt_mail", "メールの相談の受付"),
    ("consultations/mail/answer", "質問への回答"),
    ("appointments/mail/booked", "相談の予約(控え)"),
    ("appointments/mail/moved", "相談の予約の変更"),
    ("appointments/mail/cancelled", "相談の予約の取り消し"),
    ("appointments/mail/reminder", "相談の前日の知らせ"),
    ("appointments/mail/counsellor", "相談員への知らせ"),
    ("appointments/mail/host", "現地案内の相手への依頼"),
    ("appointments/mail/host_off", "現地案内の相手への取りやめ"),
    ("appointments/mail/family", "現地案内のご家族への予定"),
    ("appointments/mail/family_off", "現地案内のご家族への取りやめ"),
    ("fairs/mail/requested", "資料請求の受付"),
    ("family_plans/mail/link", "わが家の計画のリンク"),
    ("homes/mail/broker_invited", "空き家の業者への窓口の招待"),
    ("homes/mail/search_saved", "空き家の検索の保存"),
    ("homes/mail/new_houses", "新しい空き家の知らせ"),
)
