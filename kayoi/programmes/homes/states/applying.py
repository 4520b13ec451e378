"""The owner's application: the procedure, its papers, its letters."""

from kayoi.kit.states import Labelled


class HomeLetter(Labelled):
    """Letters about a house, and what their templates print besides the frame (通知書).

    All but RETURNED print home_number and home_place. REGISTERED: registered_on, term; REJECTED, DELISTED: decided_on,
    reasons (a list of sentences); RETURNED: receipt, reasons, due_on. Days are in words.
    """

    REGISTERED = "homes/letters/registered", "空き家バンク登録決定通知書"
    REJECTED = "homes/letters/rejected", "空き家バンク登録不可通知書"
    DELISTED = "homes/letters/delisted", "空き家バンク登録取消通知書"
    RETURNED = "homes/letters/returned", "空き家バンク登録申込みの補正のお願い"
