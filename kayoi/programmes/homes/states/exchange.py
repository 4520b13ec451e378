"""Exchange of lists: what a column of a register means, fates of its rows, what the national sites are given."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.houses import HomeStatus
from kayoi.programmes.homes.states.permissions import Permission

REGISTER_IMPORT = "homes.RegisterImport"
REGISTER_ROW = "homes.RegisterRow"

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
ACCEPT = ".xlsx,.xlsm,.xls,.csv,.tsv,.txt"
KEPT_DAYS = 30
PIECE = 100


class Target(Labelled):
    """What a column of a register means (列の意味); besides these, each item of the house file by item_<code>."""

    NUMBER = "number", "物件番号"
    STATUS = "status", "状態"
    KIND = "kind", "用途"
    OFFER = "offer", "物件区分(売買・賃貸)"
    PRICE = "price_yen", "希望価格"
    RENT = "rent_yen", "希望賃料(月)"
    AMOUNT = "amount", "価格か賃料(一つの欄)"
    PLACE = "place", "所在地(町字と番地が一つの欄)"
    QUARTER = "quarter", "町字"
    ADDRESS = "address", "番地など"
    LOT = "lot_number", "地番"
    BUILT = "built_year", "建築年"
    FLOOR = "floor_m2", "延床面積"
    LAND = "land_m2", "土地面積"
    FARMLAND = "farmland_m2", "付いている農地の面積"
    VACANT = "vacant_since", "空き家になった年"
    TITLE = "title", "見出し"
    TITLE_EN = "title_en", "見出し(英語)"
    APPEAL = "appeal", "紹介文"
    APPEAL_EN = "appeal_en", "紹介文(英語)"
    REGISTERED_ON = "registered_on", "登録日"
    TERM = "term_ends_on", "登録期間の最後の日"
    OWNER_NAME = "owner_name", "所有者の氏名"
    OWNER_KANA = "owner_kana", "所有者のふりがな"
    OWNER_PHONE = "owner_phone", "所有者の電話番号"
    OWNER_EMAIL = "owner_email", "所有者のメールアドレス"
    OWNER_POSTAL = "owner_postal", "所有者の郵便番号"
    OWNER_ADDRESS = "owner_address", "所有者の住所"
    KEEP = "keep", "所有者の個票のメモに残す"
    SKIP = "skip", "読まない"


class ImportStatus(Labelled):
    """Where an import of a register stands. Trying, running and undoing are the worker's."""

    MAPPED = "mapped", "列を確かめる"
    TRYING = "trying", "試し読み中"
    TRIED = "tried", "試し読み済み"
    RUNNING = "running", "取り込み中"
    DONE = "done", "取り込み済み"
    FAILED = "failed", "途中で止まりました"
    UNDOING = "undoing", "取り消し中"
    UNDONE = "undone", "取り消し済み"
    DISCARDED = "discarded", "やめた"


I = ImportStatus  # noqa: E741  # as S in houses.py
WORKING = frozenset({I.TRYING, I.RUNNING, I.UNDOING})
IMPORT_TRANSITIONS = (
    Transition("try", {I.MAPPED, I.TRIED}, I.TRYING, Permission.HOME_DECIDE),
    Transition("tried", {I.TRYING}, I.TRIED),
    Transition("back", {I.TRYING}, I.MAPPED),
    Transition("start", {I.TRIED, I.FAILED}, I.RUNNING, Permission.HOME_DECIDE),
    Transition("finish", {I.RUNNING}, I.DONE),
    Transition("fail", {I.RUNNING}, I.FAILED),
    Transition("undo", {I.DONE, I.FAILED}, I.UNDOING, Permission.HOME_DECIDE),
    Transition("undone", {I.UNDOING}, I.UNDONE),
    Transition("discard", {I.MAPPED, I.TRIED}, I.DISCARDED, Permission.HOME_DECIDE),
)


class RowFate(Labelled):
    """What becomes of a row of a register (行のゆくえ)."""

    NEW = "new", "取り込む"
    KNOWN = "known", "登録済み"
    REPEATED = "repeated", "前の行と同じ空き家"
    UNREADABLE = "unreadable", "読めない"
    LEFT = "left", "データではない行"


RETURNED = (RowFate.KNOWN, RowFate.REPEATED, RowFate.UNREADABLE)

# Words of towns for the state of a house, looked for in this order. Consents are never assumed: what was published
# there comes as registered here, and is published when the owner's consent has been confirmed.
STATE_WORDS = (
    (r"商談|交渉", HomeStatus.REGISTERED),
    (r"成約|契約|売却済|賃貸済|入居|売約|終了", HomeStatus.CLOSED),
    (r"停止|休止|保留|中断", HomeStatus.SUSPENDED),
    (r"満了|期限切|期間切", HomeStatus.EXPIRED),
    (r"取り?消|抹消|削除", HomeStatus.DELISTED),
    (r"取り?下|辞退", HomeStatus.WITHDRAWN),
    (r"不可|却下|不適", HomeStatus.REJECTED),
    (r"審査|調査|申込|申請|受付|準備|補正|業者", HomeStatus.SUBMITTED),
    (r"把握|候補|未登録", HomeStatus.FOUND),
    (r"掲載|公開|募集|登録|空き?家|売り?出し", HomeStatus.REGISTERED),
)


class Scale(Labelled):
    """What is given out of the register (出す範囲)."""

    PUBLIC = "public", "公開の項目だけ"
    ALL = "all", "すべての項目(所有者・番地を含む)"


class Which(Labelled):
    """Which houses are given out."""

    SHOWN = "shown", "公開中・商談中"
    REGISTER = "register", "登録中(公開前・公開中・商談中・公開停止)"
    EVERY = "every", "すべて(終わったものを含む)"


class FileFormat(Labelled):
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV(UTF-8)"
    CP932 = "cp932", "CSV(Shift_JIS)"


# What the national sites are given, until a town says otherwise: heading, source (a column of the public copy, an item
# by its code, or one of page, place, broker), whether it must be filled. The operators' exact items are not public:
# each town has their current sheet and renames, reorders and rewords on the page of the mapping.
DEFAULT_MAPPING: tuple[tuple[str, str, bool], ...] = (
    ("物件番号", "number", True),
    ("物件種別", "kind", True),
    ("取引区分", "offer", True),
    ("価格(円)", "price_yen", False),
    ("賃料(円/月)", "rent_yen", False),
    ("市区町村", "place", True),
    ("町字", "quarter", True),
    ("土地面積(㎡)", "land_m2", False),
    ("建物面積(㎡)", "floor_m2", True),
    ("農地面積(㎡)", "farmland_m2", False),
    ("築年", "built_year", True),
    ("構造", "structure", True),
    ("階数", "storeys", False),
    ("間取り", "rooms", True),
    ("ペット", "pets", False),
    ("見出し", "title", True),
    ("紹介文", "appeal", False),
    ("取扱業者", "broker_name", False),
    ("詳細ページ", "page", True),
)
MOST_COLUMNS = 60
