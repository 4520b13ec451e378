"""Words of offices in the words of Kayoi (用語の読み替え): channels, routes, households, interests, stages."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kayoi.engines.casefiles.states import AgeBand, Channel, HouseholdType, Interest, Lifestyle, Route, Stage, WhyHere
from kayoi.engines.imports.states import Target
from kayoi.foundation.identity.states import Relation
from kayoi.kit.text import normal

# In this order: オンライン面談 is online, not the counter. A pattern is looked for anywhere in the words.
_PATTERNS: dict[Target, Sequence[tuple[str, str]]] = {
    Target.CHANNEL: (
        (r"オンライン|zoom|ズーム|web|リモート|teams|テレビ電話", Channel.ONLINE),
        (r"ポータル|フォーム", Channel.PORTAL),
        (r"line|ライン", Channel.LINE),
        (r"メール|e-?mail|mail", Channel.EMAIL),
        (r"イベント|フェア|セミナー|相談会|説明会|ツアー", Channel.EVENT),
        (r"電話|tel|入電|架電|携帯", Channel.TELEPHONE),
        (r"手紙|郵便|郵送|封書|fax|ファ(?:ッ)?クス", Channel.LETTER),
        (r"来庁|来所|来訪|来室|窓口|面談|対面|来店|訪問", Channel.COUNTER),
    ),
    Target.ROUTE: (
        (r"ふるさと回帰|回帰支援|東京.*窓口|全国の窓口|join", Route.NATIONAL_COUNTER),
        (r"smout|スマウト|マッチング", Route.MATCHING_SITE),
        (r"空き?家バンク", Route.HOME_BANK),
        (r"ふるさと納税|寄附|寄付", Route.DONATION),
        (r"フェア|セミナー|イベント|相談会|ツアー", Route.FAIR),
        (r"(?:市|町|村|役場|自治体)の?(?:hp|サイト|web)|移住サイト|公式サイト|^hp$|ホームページ", Route.TOWN_SITE),
        (r"インターネット|ネット|検索|google|sns|インスタ|instagram|facebook|twitter|youtube|web", Route.SEARCH),
        (r"県の?(?:窓口|hp|ホームページ|相談|紹介)|^県$|県庁|都道府県", Route.PREFECTURE),
        (r"知人|友人|家族|親戚|親族|紹介|口コミ|クチコミ|先輩", Route.ACQUAINTANCE),
        (r"新聞|テレビ|tv|雑誌|ラジオ|広報|チラシ|パンフ", Route.MEDIA),
        (r"ポータル", Route.PORTAL),
        (r"その他", Route.OTHER),
    ),
    Target.HOUSEHOLD: (
        (r"三世代|3世代", HouseholdType.THREE_GENERATIONS),
        (r"ひとり親|一人親|母子|父子|シングル(?:マザー|ファザー)", HouseholdType.PARENT),
        (r"子|ファミリー|[3-9]人(?:家族|世帯)", HouseholdType.FAMILY),
        (r"夫婦|夫妻|カップル|2人|二人|妻|夫|パートナー", HouseholdType.COUPLE),
        (r"単身|一人|独身|1人|単独|シングル|ひとり", HouseholdType.SINGLE),
        (r"その他", HouseholdType.OTHER),
    ),
    Target.INTERESTS: (
        (r"住ま?い|住宅|住居|家探し|空き?家|賃貸|物件|土地|古民家", Interest.HOUSING),
        (r"仕事|就職|転職|就業|就労|求人|職", Interest.WORK),
        (r"子育て|保育|子ども|子供|育児|出産", Interest.CHILDREN),
        (r"農|林業|畜産|畑", Interest.FARMING),
        (r"起業|創業|開業|事業承継|店", Interest.BUSINESS),
        (r"二地域|2地域|二拠点|2拠点|デュアル|多拠点", Interest.TWO_PLACES),
        (r"学び|教育|学校|留学|進学", Interest.LEARNING),
    ),
    Target.LIFESTYLE: (
        (r"パラレル|複業|副業|兼業", Lifestyle.PARALLEL),
        (r"テレワーク|リモート|在宅", Lifestyle.TELEWORK),
        (r"別荘|週末", Lifestyle.SECOND_HOUSE),
        (r"地域課題|地域活動|ボランティア|協力隊", Lifestyle.LOCAL_ISSUES),
        (r"単身赴任|別居", Lifestyle.APART),
        (r"移住|定住|移り住", Lifestyle.SETTLING),
    ),
    Target.WHY: (
        (r"転勤|異動", WhyHere.TRANSFER),
        (r"介護|親の世話", WhyHere.CARE),
        (r"結婚|婚姻", WhyHere.MARRIAGE),
        (r"進学|大学", WhyHere.STUDY),
        (r"定年|退職|老後|セカンドライフ", WhyHere.RETIREMENT),
        (r"uターン|出身|実家|帰郷|地元|ふるさと|故郷", WhyHere.RETURN),
        (r"親戚|親族|祖父|祖母", WhyHere.RELATIVES),
        (r"子育て|教育|子ども", WhyHere.CHILDREN),
        (r"起業|創業|開業|承継", WhyHere.BUSINESS),
        (r"就職|転職|仕事|就業", WhyHere.WORK),
        (r"農|林業|漁業", WhyHere.FARMING),
        (r"自然|環境|田舎|山|海|スローライフ|暮らし", WhyHere.NATURE),
        (r"その他", WhyHere.OTHER),
    ),
    Target.STAGE: (
        (r"移住済|移住し(?:た|まし)|移住完了|転入済|移住決定済", Stage.MOVED),
        (r"二地域居住(?:中|済)|二拠点(?:中|済)", Stage.TWO_PLACES),
        (r"決定|確定|内定|契約", Stage.DECIDED),
        (r"お試し|体験", Stage.TRYING),
        (r"検討|継続|対応中|進行", Stage.CONSIDERING),
        (r"休止|保留|中断|見送|断念|辞退|終了|完了|連絡(?:が)?(?:とれ|取れ)|音信", Stage.RESTING),
        (r"問い?合わ?せ|新規|初回|相談のみ", Stage.ASKING),
    ),
}  # fmt: skip
_RELATIONS = (
    (r"本人|世帯主", Relation.SELF),
    (r"配偶者|妻|夫|パートナー|婚約", Relation.SPOUSE),
    (r"子|長男|次男|二男|三男|長女|次女|二女|三女|息子|娘", Relation.CHILD),
    (r"兄|弟|姉|妹", Relation.SIBLING),
    (r"父|母|親", Relation.PARENT),
)
_MARKS = frozenset("○◯〇◎●✓✔レ☑■✕×1")
_NOTHING = frozenset(
    ["-", "ー", "―", "なし", "無し", "無", "不明", "不詳", "未定", "未記入", "特になし", "特に無し", "匿名", "?"]
)
_SHORT = 12  # neither a mark nor 特に無し is longer: a sentence need not be looked at
_BANDS = ((20, AgeBand.UNDER_20), (30, AgeBand.TWENTIES), (40, AgeBand.THIRTIES), (50, AgeBand.FORTIES),
          (60, AgeBand.FIFTIES), (70, AgeBand.SIXTIES))  # fmt: skip
_AGE = re.compile(r"(?:約|満)?([0-9]{1,3})(?:代[前中後]?半?|歳|才)?")
_OVER = re.compile(r"([0-9]{2})(?:代)?(?:歳)?以上")


@lru_cache(maxsize=20_000)
def word_of(target: Target, text: str) -> str:
    """Return the code of Kayoi for an office's word (読み替え), empty when there is none. `text` is any spelling.

    Source: docs/decisions/0017-undo-of-an-import.md (words that are not understood stay in the note, never guessed)
    """
    plain = normal(text).casefold()
    return next((code for pattern, code in _PATTERNS.get(target, ()) if re.search(pattern, plain)), "")


def words_of(target: Target, text: str) -> list[str]:
    """Return all codes that a cell with several words names (住まい、仕事).

    Source: as for word_of
    """
    plain = normal(text).casefold()
    return [code for pattern, code in _PATTERNS.get(target, ()) if re.search(pattern, plain)]


def relation_of(text: str) -> str:
    """Return the relation in a household (続柄) that a word means; other when it is none of ours.

    Source: 住民基本台帳事務処理要領 (続柄の記載), folded to the relations of identity.states
    """
    plain = normal(text)
    return next((code for pattern, code in _RELATIONS if re.search(pattern, plain)), Relation.OTHER)


def age_band_of(text: str) -> str:
    """Return the age band for 45, 45歳, 40代, 70代以上; empty when it is none of these.

    Source: 移住相談に関する調査 and the forms of towns ask by decades
    """
    plain = normal(text).replace(" ", "")
    found = _OVER.fullmatch(plain) or _AGE.fullmatch(plain)
    if found is None or int(found[1]) > 120:
        return AgeBand.UNDER_20 if re.fullmatch(r"20歳未満|未成年|10代(?:以下)?", plain) else ""
    return next((band for below, band in _BANDS if int(found[1]) < below), AgeBand.OVER_70)


def is_mark(text: str) -> bool:
    """Tell whether a cell only says yes (○ の列).

    Source: as offices tick columns
    """
    return len(text) <= _SHORT and (text.strip() in _MARKS or _normal(text) in _MARKS)


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing to say (なし, 不明, -).

    Source: as for kit.sheets.as_decimal
    """
    return len(text) <= _SHORT and (text.strip() in _NOTHING or _normal(text) in _NOTHING)


_normal = lru_cache(maxsize=50_000)(normal)
