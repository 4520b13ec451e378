"""Words, permissions and transitions of imports."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    IMPORT_RUN = "import.run", "Excelを取り込む・取り消す"


class Ledger(Labelled):
    """What a workbook lists, and with it for what its people gave their data (表の種類)."""

    CONSULTATIONS = "consultations", "相談記録簿"
    DONORS = "donors", "寄附者の名簿(ふるさと納税など)"


# What each row of a workbook tells, in a word.
EVENT_WORDS = {Ledger.CONSULTATIONS: "相談", Ledger.DONORS: "寄附"}


class RunStatus(Labelled):
    """Where an import stands. Trying, running and undoing are the worker's; all else waits for a person."""

    MAPPED = "mapped", "列を確かめる"
    TRYING = "trying", "試し読み中"
    TRIED = "tried", "試し読み済み"
    RUNNING = "running", "取り込み中"
    DONE = "done", "取り込み済み"
    FAILED = "failed", "途中で止まりました"
    UNDOING = "undoing", "取り消し中"
    UNDONE = "undone", "取り消し済み"
    DISCARDED = "discarded", "やめた"


WORKING = frozenset({RunStatus.TRYING, RunStatus.RUNNING, RunStatus.UNDOING})

TRANSITIONS = (
    Transition("try", {RunStatus.MAPPED, RunStatus.TRIED}, RunStatus.TRYING, Permission.IMPORT_RUN),
    Transition("tried", {RunStatus.TRYING}, RunStatus.TRIED),
    Transition("back", {RunStatus.TRYING}, RunStatus.MAPPED),
    Transition("start", {RunStatus.TRIED, RunStatus.FAILED}, RunStatus.RUNNING, Permission.IMPORT_RUN),
    Transition("finish", {RunStatus.RUNNING}, RunStatus.DONE),
    Transition("fail", {RunStatus.RUNNING}, RunStatus.FAILED),
    Transition("undo", {RunStatus.DONE, RunStatus.FAILED}, RunStatus.UNDOING, Permission.IMPORT_RUN),
    Transition("undone", {RunStatus.UNDOING}, RunStatus.UNDONE),
    Transition("discard", {RunStatus.MAPPED, RunStatus.TRIED}, RunStatus.DISCARDED, Permission.IMPORT_RUN),
)


class Fate(Labelled):
    """What becomes of a row of the workbook (行のゆくえ)."""

    NEW = "new", "新しい個票"
    MATCHED = "matched", "今ある個票に追加"
    ADDED = "added", "前の行と同じ個票"
    ANSWER = "answer", "答えが必要"
    UNREADABLE = "unreadable", "読めない"
    REPEATED = "repeated", "前に取り込み済み"
    LEFT = "left", "データではない行"


IMPORTED = (Fate.NEW, Fate.MATCHED, Fate.ADDED)
RETURNED = (Fate.ANSWER, Fate.UNREADABLE)


class Target(Labelled):
    """What a column means (列の意味)."""

    DATE = "date", "相談日・寄附日"
    YEAR = "year", "相談日・寄附日の年"
    MONTH = "month", "相談日・寄附日の月"
    DAY = "day", "相談日・寄附日の日"
    CHANNEL = "channel", "相談の方法"
    NAME = "name", "氏名"
    FAMILY_NAME = "family_name", "姓"
    GIVEN_NAME = "given_name", "名"
    KANA = "kana", "ふりがな"
    BIRTH = "birth", "生年月日"
    AGE = "age", "年齢・年代"
    PHONE = "phone", "電話番号"
    EMAIL = "email", "メールアドレス"
    CONTACT = "contact", "連絡先(電話・メールが混ざる)"
    POSTAL = "postal", "郵便番号"
    PREFECTURE = "prefecture", "都道府県"
    MUNICIPALITY = "municipality", "市区町村"
    ADDRESS = "address", "住所"
    HOUSEHOLD = "household", "世帯の形"
    INTERESTS = "interests", "関心"
    LIFESTYLE = "lifestyle", "暮らし方"
    WHY = "why", "きっかけ・理由"
    ROUTE = "route", "知った経路"
    STAGE = "stage", "段階"
    WISHED = "wished", "希望の時期"
    CONTENT = "content", "相談内容"
    RESPONSE = "response", "対応"
    STAFF = "staff", "担当"
    AMOUNT = "amount", "寄附の額"
    CONTACT_WISH = "contact_wish", "町からの連絡の希望"
    KEEP = "keep", "メモに残す"
    SKIP = "skip", "読まない"


# What only a list of donors has.
OF_DONATIONS = (Target.AMOUNT, Target.CONTACT_WISH)
MEMBERS = 6


class Part(Labelled):
    """What a column says about somebody of the household who stands beside (世帯員の列)."""

    NAME = "name", "氏名"
    RELATION = "relation", "続柄"
    BIRTH = "birth", "生年月日"
    REMARK = "remark", "年齢・補足"


class SeveralPersons(Labelled):
    """What to do where one cell holds several persons."""

    RETURN = "return", "取り込まず、理由を付けて返す"
    FIRST = "first", "先頭の人を本人とし、ほかの人は世帯員にする"
    ONE = "one", "書かれたまま一つの個票にする"


class SameName(Labelled):
    """What to do where only the name agrees with an earlier row or a file."""

    SEPARATE = "separate", "別の個票にする(あとで統合できます)"
    SAME = "same", "同じ人とみる"


class HiddenRows(Labelled):
    TAKE = "take", "ほかの行と同じように読む"
    LEAVE = "leave", "読まない"


class BlankDay(Labelled):
    RETURN = "return", "取り込まず、理由を付けて返す"
    ABOVE = "above", "上の行と同じ日とみる"


class Colour(Labelled):
    """What a colour of a row means. The rest are stages (段階)."""

    NOTE = "note", "色の名前をメモに残す"
    NOTHING = "nothing", "意味はない"
    LEAVE = "leave", "この色の行は読まない"


CAUSE = "imports.Row"
MOST_BYTES = 20_000_000
ACCEPT = ".xlsx,.xlsm,.xls,.csv,.tsv,.txt"
KEPT_DAYS = 30
CHUNK = 1000
