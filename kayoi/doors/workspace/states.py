"""Where the things in the inbox have their page; settings and mails of a town."""

from kayoi.engines.casefiles.states.ties import TIES_SETTINGS
from kayoi.engines.followups.states import QUIET_AFTER
from kayoi.engines.messages.states.incoming import CAUSE as MAIL
from kayoi.engines.procedures.states import APPLICATION, INSTRUCTION
from kayoi.kit.states import Labelled, PermissionSet
from kayoi.programmes.appointments.states import BOOKING, DAY
from kayoi.programmes.consultations.states import ANSWER_WITHIN_DAYS, CAUSE
from kayoi.programmes.fairs.states import CAUSE_REQUEST as BROCHURE
from kayoi.programmes.family_plans.states import CAUSE as PLAN
from kayoi.programmes.family_plans.states import LINK_DAYS
from kayoi.programmes.furusato.states import ACTIVITY, GROUP, GROUP_POST, NATIONAL_SETTINGS, REGISTRATION, SIGN_UP
from kayoi.programmes.furusato.states.activities import ASK_MAIL
from kayoi.programmes.homes.states import (
    BLOCKER,
    CHOOSING,
    CONTRACT,
    EARLY_DAYS,
    HOME,
    INQUIRY,
    KEY,
    LEAD,
    PARTY,
    SEEKER,
    VIEWING,
)
from kayoi.programmes.homes.states.around import LIBRARY
from kayoi.programmes.homes.states.finding import FINDING_SETTINGS, LEAD_OFFER
from kayoi.programmes.homes.states.process import DECLINES_COUNT, TERM_YEARS, TURN_MONTHS
from kayoi.programmes.homes.states.seekers import SEEKER_TERM_YEARS
from kayoi.programmes.rounds.states import ASKING, CAP_DAYS, SILENCE_DAYS
from kayoi.programmes.schemes.states import REQUEST
from kayoi.programmes.schemes.states.budget import GRANT
from kayoi.programmes.schemes.states.enquiries import ENQUIRY
from kayoi.programmes.schemes.states.grants import MAIL as GRANT_MAIL
from kayoi.programmes.schemes.states.hearings import HEARING
from kayoi.programmes.schemes.states.news import HOUSEHOLD, UNTOLD
from kayoi.programmes.schemes.states.obligations import BREACH, PROOF, Step
from kayoi.programmes.schemes.states.obligations import MAILS as PROOF_MAILS
from kayoi.programmes.schemes.states.recovery import LAPSE, RECOVERY
from kayoi.programmes.settling.states import CHECK_IN
from kayoi.programmes.stays.states import CANCELLED_MAIL, STAY, STAY_ANSWER
from kayoi.programmes.stays.states.desks import DESK_LATE_MAIL, DESK_MAIL, DESK_MEMBER
from kayoi.programmes.stays.states.programmes import ENTRY
from kayoi.programmes.stays.states.sublets import PROPOSAL
from kayoi.programmes.stays.states.tenancies import DAMAGE_CLAIM, GUARANTEE, HEAD_LEASE, TENANCY, WAITING
from kayoi.programmes.tours.states import PARTY as TOUR_PARTY
from kayoi.programmes.tours.states import TOUR_DATE
from kayoi.programmes.tours.states.giving import MAILS as TOUR_MAILS
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
    HOME: ("空き家", "homes:home"),
    LEAD: ("空き家の情報", "homes:lead"),
    LEAD_OFFER: ("所有者への提案", "homes:lead"),
    PARTY: ("空き家の権利者", "homes:party"),
    BLOCKER: ("空き家の詰まり", "homes:blocker"),
    APPLICATION: ("登録申込み", "homes:application"),
    SEEKER: ("空き家の利用登録", "homes:seeker"),
    INQUIRY: ("空き家の商談", "homes:inquiry"),
    CHOOSING: ("空き家の申込みの選考", "homes:inquiries"),
    VIEWING: ("空き家の見学", "homes:viewing"),
    KEY: ("空き家の鍵", "homes:key"),
    REQUEST: ("申請", "schemes:application"),
    STAY: ("お試し滞在", "stays:staff_stay"),
    STAY_ANSWER: ("滞在のアンケート", "stays:staff_stay"),
    GRANT: ("補助金の交付", "schemes:grant"),
    UNTOLD: ("支援措置の人への連絡", "schemes:grant"),
    ENQUIRY: ("照会の回答", "schemes:enquiry"),
    HOUSEHOLD: ("世帯員の異動", "schemes:grant"),
    PROOF: ("交付後の義務の証明", "schemes:proof"),
    BREACH: ("義務違反", "schemes:breach"),
    HEARING: ("弁明の機会", "schemes:grant"),
    LAPSE: ("補助金の返還", "schemes:recovery"),
    RECOVERY: ("補助金の返還", "schemes:recovery"),
    CONTRACT: ("空き家の成約", "homes:contract"),
    TOUR_PARTY: ("ツアーの申込み", "tours:party"),
    TOUR_DATE: ("ツアーの日程", "tours:staff_date"),
    TENANCY: ("長く住む住まい", "stays:tenancy"),
    HEAD_LEASE: ("借上げ", "stays:head_lease"),
    DESK_MEMBER: ("席の会員", "stays:desk_member"),
    ENTRY: ("事業の受入れ", "stays:end_entry"),
    GUARANTEE: ("保証", "stays:end_security"),
    DAMAGE_CLAIM: ("原状回復の請求", "stays:take_damage_back"),
    PROPOSAL: ("入居の推薦", "stays:proposal"),
    WAITING: ("住まいの空き待ち", "stays:waiting_one"),
    ACTIVITY: ("担い手活動", "furusato:staff_activity"),
    SIGN_UP: ("担い手活動の参加", "furusato:sign_up"),
    REGISTRATION: ("ふるさと住民の登録", "furusato:registration"),
    GROUP: ("グループ", "furusato:staff_group"),
    GROUP_POST: ("グループの投稿", "furusato:staff_post"),
}

# All figures that a town may choose, in the order of the settings page.
SETTINGS = (
    ANSWER_WITHIN_DAYS,
    *QUIET_AFTER.values(),
    *TIES_SETTINGS,
    CAP_DAYS,
    SILENCE_DAYS,
    LINK_DAYS,
    EARLY_DAYS,
    LIBRARY,
    *FINDING_SETTINGS,
    TERM_YEARS,
    TURN_MONTHS,
    DECLINES_COUNT,
    SEEKER_TERM_YEARS,
    *NATIONAL_SETTINGS,
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
    ("furusato/mail/counter_invited", "登録者証を確かめる窓口への招待"),
    ("homes/mail/search_saved", "空き家の検索の保存"),
    ("homes/mail/new_houses", "新しい空き家の知らせ"),
    ("homes/mail/registered", "空き家の登録の決定"),
    ("homes/mail/rejected", "空き家を登録できない知らせ"),
    ("homes/mail/term_ends", "空き家の登録期間が終わる知らせ"),
    ("homes/mail/ended", "空き家の登録の終わり"),
    ("homes/mail/asked_broker", "空き家の取扱いの依頼(業者)"),
    ("stays/mail/rent_late", "家賃の未納の知らせ"),
    (DESK_LATE_MAIL, "会費の未納の知らせ"),
    (DESK_MAIL, "席の会員への知らせ"),
    ("stays/mail/sub_lessor_invited", "転貸する団体の窓口への招待"),
    ("stays/mail/judge_invited", "コンテストの審査のお願い"),
    ("stays/mail/paper", "住まいの新しい書面の知らせ"),
    ("stays/mail/questions", "滞在の前・後のアンケートのお願い"),
    ("tours/mail/questions", "ツアーのアンケートのお願い"),
    ("procedures/mail/received", "申請の受付"),
    ("procedures/mail/returned", "申請の補正のお願い"),
    ("procedures/mail/withdrawn", "申請の取下げ"),
    ("procedures/mail/decided", "申請の決定"),
    ("stays/mail/moved", "滞在する部屋の変更(緊急の割当て)"),
    ("stays/mail/given_up", "滞在の取消し(緊急の割当て)"),
    (GRANT_MAIL, "交付決定後の知らせ(補助金)"),
    (CANCELLED_MAIL, "お試し滞在の取りやめ"),
    *((path, mail.label) for mail, path in TOUR_MAILS.items()),
    (PROOF_MAILS[Step.ASKED], "交付後の義務の証明のお願い"),
    (PROOF_MAILS[Step.REMINDED], "交付後の義務の証明の督促"),
    (PROOF_MAILS[Step.AGAIN], "交付後の義務の証明の再督促"),
    (INSTRUCTION, "通知書の教示文"),
    ("homes/mail/seeker_applied", "空き家バンクの利用登録の受付"),
    ("homes/mail/seeker_registered", "空き家バンクの利用登録の完了・更新"),
    ("homes/mail/seeker_refused", "空き家バンクの利用登録を断る"),
    ("homes/mail/seeker_ends", "空き家バンクの利用登録の期間の終わり"),
    ("homes/mail/inquiry_received", "空き家の交渉の申込みの受付"),
    ("homes/mail/inquiry_chosen", "空き家の商談の始まり"),
    ("homes/mail/inquiry_over", "空き家の申込みの終わり"),
    ("homes/mail/inquiry_again", "空き家の申込みの再開(契約の不成立)"),
    ("homes/mail/viewing_fixed", "空き家の見学の日時"),
    ("homes/mail/viewing_cancelled", "空き家の見学の取りやめ"),
    ("homes/mail/owner_news", "空き家の所有者への知らせ"),
    ("homes/mail/broker_news", "空き家の取扱業者への知らせ"),
    ("homes/mail/price_talk", "価格の相談を取扱業者に取り次ぐ"),
    ("furusato/mail/registration_asked", "町の登録の申込みの受付"),
    ("furusato/mail/registration_registered", "町の登録をした知らせ"),
    ("furusato/mail/registration_refused", "町の登録をしない知らせ"),
    ("furusato/mail/registration_renewal", "町の登録の更新の案内"),
    ("furusato/mail/registration_renewed", "町の登録を更新した知らせ"),
    ("furusato/mail/group_digest", "グループの新しい投稿の知らせ(希望した人だけ)"),
    ("furusato/mail/registration_over", "町の登録が終わった知らせ"),
    ("furusato/mail/registration_national", "転入と国のプレミアム登録の知らせ"),
    ("furusato/mail/registration_national_over", "国のプレミアム登録の更新が確かめられない知らせ"),
    ("furusato/mail/signed", "担い手活動の申込みの受付"),
    ("furusato/mail/waiting", "担い手活動の空き待ちの受付"),
    ("furusato/mail/let_in", "担い手活動の空きが出た知らせ"),
    ("furusato/mail/changed", "担い手活動の日時・場所の変更"),
    ("furusato/mail/called_off", "担い手活動の中止"),
    ("furusato/mail/reminder", "担い手活動の前日の知らせ"),
    ("furusato/mail/counted", "申込みなしで来た人への、参加の記録の知らせ"),
    ("furusato/mail/report_taken", "活動の報告を認めた知らせ"),
    ("furusato/mail/report_refused", "活動の報告を認めない知らせ"),
    ("furusato/mail/host_page", "担い手活動の受入れ先への名簿のページ"),
    ("furusato/mail/host_off", "担い手活動の中止(受入れ先)"),
    (ASK_MAIL, "来た人を受入れ先に尋ねる"),
)
