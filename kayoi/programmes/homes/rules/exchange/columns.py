"""What each column of a register means (列の推定), by its heading."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kayoi.kit.sheets import label_key
from kayoi.kit.text import normal
from kayoi.programmes.homes.states.exchange import Target
from kayoi.programmes.homes.states.items import ITEMS

ITEM = "item_"
# Whole headings, in any spelling; those of the house file's items are their own words and these.
_WORDS: Mapping[str, str] = {
    Target.NUMBER: "番号 登録番号 物件No 物件NO 管理番号 整理番号 No NO. 登録No 登録No. 物件No. 台帳番号 バンク番号",
    Target.STATUS: "状況 掲載状況 登録状況 公開状況 掲載状態 ステータス 区分(掲載) 物件の状態 進捗 現況区分",
    Target.KIND: "物件種別 種別 建物種別 建物用途 種類 建物の種類",
    Target.OFFER: "物件区分 取引区分 取引形態 売買賃貸 売買賃貸の別 売貸 賃貸売買 契約形態 希望形態 区分",
    Target.PRICE: "価格 売買価格 売却価格 売却希望価格 希望売却価格 売値 販売価格 売価",
    Target.RENT: "賃料 家賃 賃貸料 希望家賃 月額賃料 賃料月額 希望賃料 貸付希望額 月額家賃",
    Target.AMOUNT: "金額 希望金額 価格賃料 価格・賃料 希望額 売買価格・賃料 価格・家賃 希望価格・賃料 価格/賃料",
    Target.PLACE: "所在地 住所 物件所在地 空き家所在地 空家所在地 所在 物件住所 空き家の所在地 建物所在地 所在地番",
    Target.QUARTER: "地区 地区名 大字 字 町名 大字・字 地域 集落 所在地区",
    Target.ADDRESS: "番地 地番以下 番地以下",
    Target.LOT: "地番 敷地地番 登記地番",
    Target.BUILT: "築年 築年数 建築年 建築年月 建築年次 建築時期 築年月 建築年(西暦) 新築年月",
    Target.FLOOR: "延床面積 建物面積 床面積 延べ床面積 延面積 建物延床面積 建物 述床面積 延床",
    Target.LAND: "土地面積 敷地面積 宅地面積 土地 敷地 地積",
    Target.FARMLAND: "農地面積 付属農地面積 農地 付帯農地面積 付いている農地",
    Target.VACANT: "空き家になった年 空家となった時期 空き家となった時期 空き家になった時期 空き家年 空家年",
    Target.TITLE: "見出し 物件名 タイトル キャッチコピー",
    Target.APPEAL: "紹介文 PR アピールポイント アピール 物件紹介 紹介 コメント おすすめ",
    Target.REGISTERED_ON: "登録日 登録年月日 掲載日 受付日 登録決定日",
    Target.TERM: "登録期限 有効期限 登録期間満了日 満了日 期限 登録満了日 登録有効期限",
    Target.OWNER_NAME: "所有者 所有者名 所有者氏名 氏名 名義人 申込者 申請者 登録者 所有者(氏名) 申込者氏名 名前",
    Target.OWNER_KANA: "ふりがな フリガナ 所有者フリガナ 所有者ふりがな 氏名カナ 所有者カナ",
    Target.OWNER_PHONE: "電話番号 電話 連絡先 所有者電話 所有者電話番号 所有者連絡先 TEL 携帯 携帯電話",
    Target.OWNER_EMAIL: "メール メールアドレス 所有者メール 所有者メールアドレス E-mail",
    Target.OWNER_POSTAL: "郵便番号 所有者郵便番号 〒",
    Target.OWNER_ADDRESS: "所有者住所 所有者の住所 現住所 申込者住所 連絡先住所",
}
_ITEM_WORDS: Mapping[str, str] = {
    "structure": "建物構造 構造種別", "storeys": "階建 階層 建物階数", "rooms": "間取",
    "pets": "ペット可否 ペット可 ペット飼育",
    "mortgage": "抵当権の有無 抵当権設定", "parking": "駐車場 駐車台数 駐車場台数", "water": "水道 上水道 給水 飲用水",
    "sewage": "下水道 下水 排水 汚水処理", "bath": "風呂 浴室", "toilet": "トイレ 便所",
    "gas": "ガス", "kitchen": "台所",
    "belongings": "残置物 家財 家財道具 残存家財 家財の有無", "repairs": "補修 修繕 補修の要否 修繕の要否 要修繕",
    "use_zone": "用途地域", "land_category": "地目", "remark": "特記事項 備考(公開)",
    "registry": "登記 登記状況",
    "attached": "付属物件 付帯物件 付属建物", "usage": "利用状況", "station": "最寄駅 最寄り駅", "electricity": "電気",
    "internet": "ネット インターネット環境", "television": "テレビ",
}  # fmt: skip
_COUNTING = frozenset({"no", "no.", "番号", "整理番号"})
_OTHERS = re.compile(r"管理人|管理者|代理人|相続人|利用者|借主|買主|購入者|入居者|業者|仲介|担当|職員|緊急")
_OWNERS = re.compile(r"所有者|申込者|申請者|登録者|名義人")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_UNITS = re.compile(r"万円|千円|円|坪|m2|平米|アール|ha|畝|反|(?<=\()a(?=\))")


def _known() -> dict[str, str]:
    """Return what each whole heading means: our own words go before other spellings."""
    found = {label_key(target.label): target.value for target in Target}
    found |= {label_key(item.label): ITEM + item.code for item in ITEMS}
    others = {**_WORDS, **{ITEM + code: words for code, words in _ITEM_WORDS.items()}}
    for code, words in others.items():
        for word in words.split():
            found.setdefault(label_key(word), code)
    return found


_WHOLE = _known()
# For finding the heading row: our words, each with its other spellings.
KNOWN: Mapping[str, tuple[str, ...]] = {
    **{target.label: tuple(_WORDS.get(target, "").split()) for target in Target},
    **{item.label: tuple(_ITEM_WORDS.get(item.code, "").split()) for item in ITEMS},
}


@lru_cache(maxsize=4000)
def meaning_of(heading: str) -> str:
    """Return what a heading means (見出しの意味); empty when it says nothing to us.

    Whole headings, then what stands in brackets, 面積(土地), then what is left without it, then the lower part of a
    stacked one, 物件_所在地; where it is about somebody else than the owner, only whole headings.
    Source: registers (空き家バンク登録台帳) and registration cards of towns; domain section 4.2
    """
    plain = normal(heading)
    if (target := _WHOLE.get(label_key(plain))) or _OTHERS.search(plain):
        return target or ""
    upper, _, lower = plain.rpartition("_")
    bare = _BRACKETED.sub("", lower)
    if upper and _OWNERS.search(upper):
        return _WHOLE.get(label_key(f"所有者{bare}"), "")
    spellings = [*_BRACKETED.findall(plain), _BRACKETED.sub("", plain), lower, bare]
    return next((_WHOLE[key] for key in map(label_key, spellings) if key in _WHOLE), "")


def guess_targets(headings: Sequence[str]) -> list[str]:
    """Return what each column means (列の推定); of two that mean the same the first does. The rest goes into a note.

    A second 住所 beside 所在地 is the owner's. No. before 登録番号 only counts the rows.
    Source: as for meaning_of
    """
    found: list[str] = []
    meant = [meaning_of(heading) for heading in headings]
    counted = meant.count(Target.NUMBER) > 1
    for heading, target in zip(headings, meant, strict=True):
        if target == Target.NUMBER and counted and label_key(heading) in _COUNTING:
            found.append(Target.SKIP)
            continue
        owners = target == Target.PLACE and label_key(heading) == "住所" and Target.OWNER_NAME in found
        wanted = Target.OWNER_ADDRESS if owners else target
        found.append(wanted if wanted and wanted not in found else Target.KEEP)
    return found


def unit_of(heading: str) -> str:
    """Return the unit that a heading gives to its numbers, such as 万円 of 価格(万円); empty when none stands there.

    Source: as for meaning_of
    """
    units = _UNITS.findall(normal(heading))
    return str(units[-1]) if units else ""
