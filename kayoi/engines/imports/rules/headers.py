"""What the words at the head of a column mean (列見出しの意味)."""

import re
from functools import lru_cache

from kayoi.engines.imports.rules.words import word_of
from kayoi.engines.imports.states import MEMBERS, Part, Target
from kayoi.kit.sheets import label_key
from kayoi.kit.text import normal

# Whole labels first. The lists are also what a header row is recognized by.
KNOWN: dict[str, tuple[str, ...]] = {
    target: tuple(words.split())
    for target, words in {
        Target.DATE: (
            "相談日 受付日 受付年月日 相談年月日 日付 年月日 受付日時 相談日時 対応日 日時 来庁日 "
            "月日 実施日 受電日 面談日 日 問合せ日 問い合わせ日 寄附日 寄付日 寄附年月日 寄附申込日 寄附受付日"
        ),
        Target.YEAR: "年 西暦 和暦年",
        Target.MONTH: "月",
        Target.CHANNEL: (
            "相談方法 方法 相談形態 形態 受付方法 手段 相談手段 相談区分 受付区分 媒体 問合せ方法 "
            "対応方法 相談種別 チャネル"
        ),
        Target.NAME: (
            "氏名 名前 お名前 相談者 相談者名 相談者氏名 ご氏名 姓名 氏名漢字 漢字氏名 世帯主 "
            "世帯主名 世帯主氏名 代表者 代表者名 代表者氏名 申込者 来訪者 寄附者 寄附者名 寄付者 寄付者名 name"
        ),
        Target.FAMILY_NAME: "姓 氏 苗字 名字",
        Target.GIVEN_NAME: "名",
        Target.KANA: "ふりがな フリガナ よみ よみがな 読み カナ かな 氏名カナ 氏名かな カナ氏名 ヨミ",
        Target.BIRTH: "生年月日 誕生日 生年",
        Target.AGE: "年齢 年代 年令 歳 年齢層 世代",
        Target.PHONE: ("電話番号 電話 TEL 携帯 携帯電話 携帯番号 自宅電話 連絡先電話番号 電話番号1 電話番号2 固定電話"),
        Target.EMAIL: "メールアドレス メール Eメール E-mail mail email アドレス メアド",
        Target.CONTACT: "連絡先 連絡先等 連絡方法",
        Target.POSTAL: "郵便番号 〒 郵便",
        Target.PREFECTURE: "都道府県 県 居住都道府県 現住都道府県 居住県",
        Target.MUNICIPALITY: "市区町村 市町村 居住市区町村 現住市町村 居住市町村",
        Target.ADDRESS: ("住所 現住所 居住地 現居住地 お住まい 所在地 現在の住所 住まい(現在) 居所 在住地 現在地"),
        Target.HOUSEHOLD: "世帯 世帯構成 家族構成 世帯区分 世帯の形 世帯類型 家族 同居家族 世帯状況",
        Target.INTERESTS: "関心 関心事 関心分野 興味 相談分野 相談項目 分野 希望 相談の種類 希望条件 カテゴリ",
        Target.LIFESTYLE: "暮らし方 ライフスタイル 居住形態 移住形態 移住タイプ",
        Target.WHY: "理由 移住理由 移住の理由 きっかけ 動機 移住動機 移住のきっかけ",
        Target.ROUTE: (
            "経路 知った経路 きっかけ媒体 情報源 相談経路 認知経路 当市を知った経路 何で知ったか どこで知ったか"
        ),
        Target.STAGE: "段階 状況 ステータス 進捗 結果 状態 移住状況 進捗状況 現状",
        Target.WISHED: "希望時期 移住時期 移住希望時期 希望の時期 時期 移住予定 移住予定時期",
        Target.CONTENT: (
            "内容 相談内容 相談概要 質問 問合せ内容 問い合わせ内容 主訴 用件 概要 要件 質問内容 ご相談内容 相談事項"
        ),
        Target.RESPONSE: "対応 対応内容 回答 処理 回答内容 対応状況 処理内容 顛末",
        Target.AMOUNT: "寄附額 寄附金額 寄附の額 寄付額 寄付金額 寄付の額",
        Target.CONTACT_WISH: "連絡希望 連絡の希望 連絡可否 町からの連絡 市からの連絡 お知らせ希望 案内希望",
        Target.STAFF: "担当 担当者 対応者 受付者 記入者 担当者名 担当職員 受付担当",
    }.items()
}
# Where no whole label fits: in this order, because 電話相談の内容 is content before it is a telephone.
_INSIDE: tuple[tuple[str, Target], ...] = (
    (r"寄[附付].*額$", Target.AMOUNT),
    (r"(?:連絡|案内|お知らせ|情報提供).*(?:希望|可否|同意)$", Target.CONTACT_WISH),
    (r"内容|概要|詳細", Target.CONTENT),
    (r"対応|回答|処理", Target.RESPONSE),
    (r"担当", Target.STAFF),
    (r"生年月日|誕生", Target.BIRTH),
    (r"ふりがな|フリガナ|カナ|かな|よみ", Target.KANA),
    (r"氏名|名前", Target.NAME),
    (r"メール|mail", Target.EMAIL),
    (r"電話|tel|携帯", Target.PHONE),
    (r"郵便", Target.POSTAL),
    (r"都道府県", Target.PREFECTURE),
    (r"市区?町村", Target.MUNICIPALITY),
    (r"住所|居住地|在住", Target.ADDRESS),
    (r"年齢|年代", Target.AGE),
    (r"相談日|受付日", Target.DATE),
    (r"(?:相談|受付|問い?合わ?せ)(?:方法|手段|形態)", Target.CHANNEL),
    (r"世帯|家族構成", Target.HOUSEHOLD),
    (r"時期", Target.WISHED),
    (r"きっかけ|理由|動機", Target.WHY),
    (r"経路|知った", Target.ROUTE),
    (r"関心|興味", Target.INTERESTS),
    (r"進捗|ステータス|段階", Target.STAGE),
)
_WHOLE = {label_key(spelling): target for target, spellings in KNOWN.items() for spelling in spellings}
_WHO = (
    r"(?P<who>世帯員|家族|同居者|同居人|同居家族|同行者|子供|子ども|こども|お子(?:様|さん)|子|"
    r"配偶者|妻|夫|パートナー|父|母)"
)
_PART = r"(?P<part>氏名|名前|名|続柄|関係|生年月日|誕生日|年齢|学年|歳|補足|備考)"
_MEMBER = re.compile(rf"{_WHO}(?P<first>[0-9])?(?:の|_)?{_PART}?(?P<second>[0-9])?(?:\((?P<third>[0-9])\))?")
_PARTS = {
    "続柄": Part.RELATION, "関係": Part.RELATION, "生年月日": Part.BIRTH, "誕生日": Part.BIRTH, "年齢": Part.REMARK,
    "学年": Part.REMARK, "歳": Part.REMARK, "補足": Part.REMARK, "備考": Part.REMARK,
}  # fmt: skip
_ALONE = frozenset({"配偶者", "妻", "夫", "パートナー"})
_BRACKETED = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=4000)
def meaning_of(label: str) -> tuple[str, float]:
    """Return what a column heading means and how sure that is, 0 to 1 (見出しの意味); ("", 0) when it says nothing.

    Whole labels, then the lower part of a stacked one (相談者_氏名), then words inside it.
    Source: docs/data-sources.md; headings of consultation ledgers (相談記録簿) as towns lay them out
    """
    plain = normal(label)
    for text, sure in ((plain, 1.0), (_BRACKETED.sub("", plain), 0.95), (plain.rpartition("_")[2], 0.9)):
        if target := _WHOLE.get(label_key(text)):
            return target, sure
    folded = plain.casefold()
    for pattern, target in _INSIDE:
        if re.search(pattern, folded):
            return target, 0.7
    return "", 0.0


def member_part(label: str) -> tuple[str, int, Part] | None:
    """Return who of the household a column is about: the word, its number (1 where none stands), and what it says.

    Source: docs/data-sources.md; ledgers with one row a household and its members across
    """
    found = _MEMBER.fullmatch(normal(label).replace(" ", ""))
    if found is None or not (found["part"] or found["first"] or found["second"] or found["who"] in _ALONE):
        return None
    number = int(found["first"] or found["second"] or found["third"] or 1)
    return found["who"], number, _PARTS.get(found["part"] or "", Part.NAME)


def ticked_word(label: str) -> str:
    """Return which vocabulary a ticked column belongs to (○の列): its own heading is one of its words.

    Source: as for meaning_of
    """
    last = label.rpartition("_")[2]
    if len(normal(last)) > 8:
        return ""
    return next((target for target in (Target.CHANNEL, Target.INTERESTS) if word_of(target, last)), "")


def member_target(slot: int, part: Part) -> str:
    """Return the code of a member's column, member2_name; the slots go from 1 to MEMBERS.

    Source: states.MEMBERS
    """
    if not 1 <= slot <= MEMBERS:
        raise ValueError(slot)
    return f"member{slot}_{part}"
