"""Words of village sheets: vocabulary, states, permissions, words that no sheet may hold, the answer to an inquiry."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet
from kayoi.programmes.village_sheets.states.vocabulary import (
    KINDS,
    LIMITS,
    Choice,
    Concern,
    Group,
    ItemKind,
    Limit,
)

__all__ = [
    "CAUSE", "FORBIDDEN", "INQUIRY_ANSWER", "INQUIRY_GROUNDS", "KINDS", "LEAST_ITEMS", "LIMITS", "MOST_COMPARED",
    "MOST_SIGNS", "PROGRAMME", "REVIEW_MONTHS", "TRANSITIONS", "Choice", "Concern", "ConfirmedBy", "Group", "ItemKind",
    "Level", "Limit", "Permission", "SheetStatus", "SourceKind",
]  # fmt: skip


class Permission(PermissionSet):
    SHEET_WRITE = "sheet.write", "暮らしのシートを書く"
    SHEET_APPROVE = "sheet.approve", "暮らしのシートを承認する"


class SheetStatus(Labelled):
    DRAFT = "draft", "下書き"
    CHECKED = "checked", "承認待ち"
    PUBLISHED = "published", "公開中"
    WITHDRAWN = "withdrawn", "公開終了"


TRANSITIONS = (
    Transition("check", {SheetStatus.DRAFT}, SheetStatus.CHECKED, Permission.SHEET_WRITE),
    Transition("send_back", {SheetStatus.CHECKED}, SheetStatus.DRAFT, Permission.SHEET_APPROVE),
    Transition("publish", {SheetStatus.CHECKED}, SheetStatus.PUBLISHED, Permission.SHEET_APPROVE),
    Transition("withdraw", {SheetStatus.PUBLISHED}, SheetStatus.WITHDRAWN, Permission.SHEET_APPROVE),
)


class SourceKind(Labelled):
    OFFICIAL = "official", "公表された資料"
    DISTRICT = "district", "区の話"
    TOWN = "town", "町の調べ"


class ConfirmedBy(Labelled):
    """How the district said yes (地区の確認の方法)."""

    MEETING = "meeting", "会って"
    TELEPHONE = "telephone", "電話で"
    LETTER = "letter", "書面で"
    ASSEMBLY = "assembly", "区の会合で"


class Level(Labelled):
    STRONG = "strong", "大きく合いません"
    MILD = "mild", "少し合いません"
    UNKNOWN = "unknown", "分かりません"
    FITS = "fits", "合います"


CAUSE = "village_sheets.Sheet"
PROGRAMME = "village_sheets"
LEAST_ITEMS = 5
MOST_SIGNS = 600
REVIEW_MONTHS = 12
MOST_COMPARED = 4

# Patterns of words on lineage, creed, nationality and past place names. Read after signs and spaces are taken out.
FORBIDDEN = (
    "(?<![共合協])同和", "部落", "被差別", "穢多", "えた非人", "非人(?![道間称])", "未解放", "解放地区", "隣保館",
    "家柄", "血筋", "血統", "家系", "出自", "門地", "身元調査", "素性",
    "宗教", "宗派", "信者", "信徒", "檀家", "氏子", "創価", "政党", "支持者",
    "国籍", "在日", "外国人が多", "外国人が少な", "民族",
    "旧地名", "旧町名", "旧村名", "旧字名", "旧称", "昔の地名", "昔の名前", "もとの地名", "元の地名", "かつての地名",
)  # fmt: skip

INQUIRY_ANSWER = (
    "「同和地区かどうか」「どのような家柄・出自の人が住む地区か」というお尋ねには、お答えしません。"
    "調べることも、記録することもしません。お尋ねになること自体が、差別につながります。"
    "暮らしの条件(道・雪・学校・買い物など)のことでしたら、何でもお答えします。"
)
# General knowledge of the law; to be checked by the town's own section for human rights.
INQUIRY_GROUNDS = (
    "日本国憲法14条1項(門地などによる差別の禁止)",
    "部落差別の解消の推進に関する法律(平成28年法律第109号)",
    "個人情報の保護に関する法律2条3項(社会的身分は要配慮個人情報)",
    "宅地建物取引業者が同和地区かどうかを答えなくても、同法47条の告知義務に反しないとする国土交通省の考え方",
)
