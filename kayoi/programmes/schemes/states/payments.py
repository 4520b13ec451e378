"""Payee accounts and payments: where they stand, what the columns for the finance system may hold."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.schemes.states.permissions import Permission

# For what account numbers and rows of batches are sealed (kit/sealing.py).
SEALED_ACCOUNT, SEALED_ROW = "schemes.account", "schemes.batch_row"


class AccountKind(Labelled):
    """Kind of a bank account (預金種目), by the digit that banks use."""

    ORDINARY = "1", "普通"
    CURRENT = "2", "当座"
    SAVINGS = "4", "貯蓄"


class PayeeStatus(Labelled):
    """Where a payee account stands (口座の状態): a second person confirms it before money goes there."""

    PROPOSED = "proposed", "確認待ち"
    CONFIRMED = "confirmed", "確認済み"
    REJECTED = "rejected", "差し戻し"
    ENDED = "ended", "使わない"


P = PayeeStatus
PAYEE_TRANSITIONS = (
    Transition("confirm", {P.PROPOSED}, P.CONFIRMED, Permission.PAYEE_CONFIRM),
    Transition("reject", {P.PROPOSED}, P.REJECTED, Permission.PAYEE_CONFIRM),
    # Another account takes its place, the bank sends money back, or staff end it.
    Transition("replace", {P.CONFIRMED}, P.ENDED, Permission.PAYEE_CONFIRM),
    Transition("bounce", {P.CONFIRMED}, P.ENDED, Permission.PAYMENT_MAKE),
    Transition("end", {P.CONFIRMED}, P.ENDED, Permission.PAYEE_EDIT),
)


class PaymentStatus(Labelled):
    """Where a payment stands (支払いの状態)."""

    DUE = "due", "支払待ち"
    HELD = "held", "支払い前の確認で止めた"
    BATCHED = "batched", "支払データに入れた"
    PAID = "paid", "支払済み"
    DROPPED = "dropped", "取りやめ"


S = PaymentStatus
# Asked for, and still to come.
UNPAID = (S.DUE, S.HELD, S.BATCHED)
# What is looked at before it may stand in a batch.
CHECKED = (S.DUE, S.HELD)
PAYMENT_TRANSITIONS = (
    # By the checks before money leaves (states/guard.py).
    Transition("hold", {S.DUE}, S.HELD),
    Transition("let_go", {S.HELD}, S.DUE),
    Transition("batch", {S.DUE}, S.BATCHED, Permission.PAYMENT_MAKE),
    Transition("unbatch", {S.BATCHED}, S.DUE, Permission.PAYMENT_MAKE),
    Transition("settle", {S.BATCHED}, S.PAID, Permission.PAYMENT_MAKE),
    Transition("return", {S.PAID}, S.DUE, Permission.PAYMENT_MAKE),
    # Also what follows when a claim is given back.
    Transition("drop", {S.DUE, S.HELD}, S.DROPPED),
)


class BatchStatus(Labelled):
    """Where a payment batch stands (支払データの状態)."""

    MADE = "made", "作成済み"
    PAID = "paid", "支払済み"
    VOID = "void", "取り消し"


B = BatchStatus
BATCH_TRANSITIONS = (
    Transition("settle", {B.MADE}, B.PAID, Permission.PAYMENT_MAKE),
    Transition("void", {B.MADE}, B.VOID, Permission.PAYMENT_MAKE),
)


class HandOut(Labelled):
    """Which list of a batch goes to the finance system."""

    OBLIGATION = "obligation", "支出負担行為"
    ORDER = "order", "支出命令"


# What a column may be filled with.
SOURCES = {
    "fiscal_year": "会計年度(西暦)",
    "account_code": "会計コード",
    "account": "会計",
    "kan_code": "款コード",
    "kan": "款",
    "kou_code": "項コード",
    "kou": "項",
    "moku_code": "目コード",
    "moku": "目",
    "setsu_code": "節コード",
    "setsu": "節",
    "label": "細事業",
    "obligation": "支出負担行為番号",
    "obligation_on": "支出負担行為日",
    "obligation_yen": "支出負担行為額(円)",
    "order": "支出命令番号",
    "order_on": "支出命令日",
    "pays_on": "支払予定日",
    "yen": "支払額(円)",
    "national_yen": "うち国(円)",
    "prefecture_yen": "うち県(円)",
    "other_yen": "うちその他(円)",
    "town_yen": "うち市町村(円)",
    "summary": "摘要",
    "name": "債権者の氏名",
    "kana": "債権者のふりがな",
    "address": "債権者の住所",
    "bank_code": "銀行コード",
    "bank": "銀行名",
    "branch_code": "支店コード",
    "branch": "支店名",
    "kind": "預金種目コード",
    "number": "口座番号",
    "holder": "口座名義(カナ)",
}
# What the lists hold until a town says otherwise; each finance system has a layout of its own.
DEFAULT_LAYOUTS = {
    HandOut.OBLIGATION: (
        "fiscal_year",
        "account_code",
        "kan_code",
        "kou_code",
        "moku_code",
        "setsu_code",
        "label",
        "obligation",
        "obligation_on",
        "name",
        "address",
        "obligation_yen",
        "summary",
    ),
    HandOut.ORDER: (
        "fiscal_year",
        "account_code",
        "kan_code",
        "kou_code",
        "moku_code",
        "setsu_code",
        "label",
        "obligation",
        "order",
        "order_on",
        "pays_on",
        "yen",
        "name",
        "bank_code",
        "branch_code",
        "kind",
        "number",
        "holder",
        "summary",
    ),
}
