"""The owner's application: the procedure, its questions, its papers, its letters."""

from kayoi.engines.procedures.states import ProcedureWords
from kayoi.kit.states import Labelled

OFFER = ProcedureWords("homes.offer", "2026-11", "空き家バンクの登録申込み", "Offering a house to the home bank")
# By when staff have looked at an application, in days on which the office is open.
LOOK_WITHIN_DAYS = 5


class Who(Labelled):
    """Who applies (申し込む人)."""

    OWNER = "owner", "所有者本人"
    CO_OWNER = "co_owner", "共有者のひとり"
    HEIR = "heir", "相続人"
    KIN = "kin", "所有者の家族・親族(所有者に代わって)"


class Holding(Labelled):
    """Who holds the house (権利の形)."""

    ALONE = "alone", "一人の名義"
    SHARED = "shared", "何人かの共有"
    INHERITED = "inherited", "名義人が亡くなり、相続の登記がまだ"
    UNKNOWN = "unknown", "分からない"


class Said(Labelled):
    """An answer that may be left open."""

    NO = "no", "いいえ"
    YES = "yes", "はい"
    UNKNOWN = "unknown", "分からない"


class PaperCode(Labelled):
    """Papers of the application (添付書類)."""

    FORM = "form", "署名のある申込書(紙)"
    IDENTITY = "identity", "申し込む人の本人確認書類の写し"
    OWNERSHIP = "ownership", "所有が分かるもの(固定資産税の課税明細・登記事項証明書)"
    MANDATE = "mandate", "委任状"
    SIGNATURES = "signatures", "ほかの権利者の同意書"
    TAX = "tax", "市町村税の納税証明書"


class HomeLetter(Labelled):
    """Letters about a house, and what their templates print besides the frame (通知書).

    All but RETURNED print home_number and home_place. REGISTERED: registered_on, term; REJECTED, DELISTED: decided_on,
    reasons (a list of sentences); RETURNED: receipt, reasons, due_on. Days are in words.
    """

    REGISTERED = "homes/letters/registered", "空き家バンク登録決定通知書"
    REJECTED = "homes/letters/rejected", "空き家バンク登録不可通知書"
    DELISTED = "homes/letters/delisted", "空き家バンク登録取消通知書"
    RETURNED = "homes/letters/returned", "空き家バンク登録申込みの補正のお願い"
