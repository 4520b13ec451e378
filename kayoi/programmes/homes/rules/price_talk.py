"""Does a text talk about the price of a house? A town mediates none, so its staff record none."""

import re

from kayoi.kit.text import normal

# The code of the refusal in a form.
PRICE_TALK = "price_talk"

_NUMBER = r"(?:\d[\d,.]*|(?<![内域市町村県帯方])[一二三四五六七八九十百千数])"  # 市内一円 is no sum
_YEN = r"円(?!ショップ|均一|玉|札|形|卓|山|滑|満|周)"
_AMOUNT = (
    rf"(?:¥ ?\d[\d,.]*万?|{_NUMBER}[\d,一二三四五六七八九十百千万億 ]*{_YEN}"
    rf"|{_NUMBER}[十百千]?[億万](?![\d人件回歩部枚坪年個本十遍]|平方|㎡|m|km|キロ|世帯)"
    r"|(?:jpy|yen) ?\d[\d,.]*|\d[\d,.]* ?(?:million )?(?:jpy|yen))"
)
# What is a haggle by itself, with or without a figure.
_HAGGLE = re.compile(
    r"値引|値切|指値|言い値|買値|負けて(?:ほし|くれ|もら)|まけて(?:ほし|くれ|もら|あげ)"
    r"|(?:価格|値段|金額|賃料|家賃)(?:の|を|について|面の)?(?:交渉|相談(?!会)|折り?合)"
    r"|値下げ.{0,12}(?:交渉|希望|してほ|して欲|して[くも]|でき|可能|余地|相談|お願い|求め|断|応じ|検討|なら)"
    r"|いくら(?:なら|まで(?:なら|下|出)|くらいなら|で(?:買|借|売|譲|貸|手放))"
    r"|(?:もう少し|もっと|少し)?安く(?:して|なら|でき|なりま|してもら|売|譲|貸)"
    r"|減額(?:を?(?:希望|交渉|して|でき|求め))|端数を(?:切|落)"
    r"|discount|lower (?:the )?(?:price|rent)|negotiat\w* (?:the )?(?:price|rent)"
)
# A figure that somebody would pay or take.
_BID = re.compile(
    rf"{_AMOUNT} ?(?:台|前後|程度|くらい|ぐらい|以下|未満|以内|ほど)?"
    r"(?:(?:まで)?(?:で|なら|でなら|でしたら|であれば)(?:は|も)?[^。]{0,8}(?:買|購入|借|売|譲|貸|手放|契約|決め|出せ)"
    r"|に(?:して|下げ|まけ|負け|引き?下げ|でき|なら(?:ない|ぬ|ん))|(?:まで)?(?:下げ|引い)て)"
)
# Figures that are no price of a house: costs, grants, fees, debts, and the price that the owner asks on the page.
_OTHER_MONEY = re.compile(
    r"補助|助成|交付|奨励|支援金|報奨|給付|手当|税|保険|費|(?<!\d)代(?!わ)|見積|会費|手数料|料金|使用料|工事|修理|修繕|改修"
    r"|解体|処分|撤去|片付け|整理|登記|年金|残債|抵当|ローン|借入|融資|年収|収入|給料|評価額|予約金"
    r"|(?<!者の)希望(?:価格|賃料)(?:は|を|の欄|の変更|\d|・|:| )|所有者の希望(?:価格|賃料)"
    r"|掲載(?:価格|の|して|中)|公開(?:価格|中)"
)
# What staff say about it: that the town has no part in it.
_OURS = re.compile(
    r"(?:市|町|村|役場|役所|行政|当課|職員)(?:は|では|が|としては|で)[^。]{0,24}"
    r"(?:できない|できません|行わない|行いません|しない|しません|関わらない|関わりません|関与しない|関与しません"
    r"|扱わない|扱えない|扱えません|受けられない|受けられません|入れない|入れません|立ち入らない|立ち入りません)"
)
_ANY_AMOUNT = re.compile(_AMOUNT)
_SENTENCES = re.compile(r"[。!?\n]+")


def price_talk_in(text: str) -> str:
    """Return the first words that look like talk about the price of a house (価格の交渉), or nothing.

    Sentence by sentence: words of haggling and sums that somebody would pay or take are price talk; other sums are,
    unless the sentence is about costs, grants, fees, debts or the price the owner asks. Saying that the town has no
    part in prices is none. It is a hint to people, no wall: who wants to get past it writes in riddles.

    Source: 宅地建物取引業法 第2条第2号・第12条; issue "The vacant-house register", 4.1 step 9 of the domain notes
    """
    for sentence in _SENTENCES.split(text):
        words = _talk_in(normal(sentence).lower())
        if words:
            return words
    return ""


def _talk_in(sentence: str) -> str:
    bid, amount = _BID.search(sentence), _ANY_AMOUNT.search(sentence)
    if bid:
        return bid.group()
    haggle = _HAGGLE.search(sentence)
    if haggle and not (_OURS.search(sentence) and not amount):
        return haggle.group()
    if amount and not _OTHER_MONEY.search(sentence):
        return amount.group()
    return ""
