"""What an owner agrees to, word by word (同意の文面)."""

from dataclasses import dataclass

from kayoi.programmes.homes.states.parties import CONSENT_VERSION, HomeConsentPurpose


@dataclass(frozen=True)
class HomeConsentText:
    """The words of one consent with their version; {organization} is the town's name."""

    purpose: HomeConsentPurpose
    text: str
    text_en: str
    version: str = CONSENT_VERSION


CONSENT_TEXTS = {
    text.purpose: text
    for text in (
        HomeConsentText(
            HomeConsentPurpose.OWN_SITE,
            "{organization}が、空き家の情報(町字までの所在地、価格・賃料、写真、間取りなど)を、このサイトの空き家バンクに"
            "掲載することに同意します。お名前・番地・電話番号は掲載しません。いつでもやめられます。",
            "{organization} may publish the house in its home bank on this site: its district, price or rent, pictures "
            "and plan. My name, house number and telephone number are not published. I can stop this at any time.",
        ),
        HomeConsentText(
            HomeConsentPurpose.NATIONAL_SITES,
            "{organization}が、空き家の情報(町字までの所在地、価格・賃料、写真、間取りなど)を、全国版空き家・空き地バンクの"
            "運営事業者に渡し、掲載することに同意します。お名前・番地・電話番号は渡しません。いつでもやめられます。"
            "やめると、{organization}が運営事業者に取り下げを頼みます。",
            "{organization} may pass the facts of the house (its district, price or rent, pictures and plan) to the "
            "operators of the national vacant-house sites to be published there, without my name, house number and "
            "telephone number. I can stop this at any time; {organization} will then ask them to take it down.",
        ),
        HomeConsentText(
            HomeConsentPurpose.BROKERS,
            "{organization}が、わたしの名前・連絡先と空き家の情報を、この空き家を取り扱う宅地建物取引業者に渡すことに"
            "同意します。売買・賃貸の交渉と契約は、業者との間で行います。いつでもやめられます。",
            "{organization} may give my name, my contact and the facts of the house to the licensed broker who handles "
            "it. Prices and contracts are matters between the broker and me. I can stop this at any time.",
        ),
        HomeConsentText(
            HomeConsentPurpose.SUPPORT_CORPORATION,
            "{organization}が、わたしの名前・連絡先と空き家の情報を、空家等管理活用支援法人・特定居住支援法人に渡し、"
            "相談や管理の支援を受けることに同意します。いつでもやめられます。",
            "{organization} may give my name, my contact and the facts of the house to a support corporation "
            "designated by law, which advises owners and helps to look after houses. I can stop this at any time.",
        ),
        HomeConsentText(
            HomeConsentPurpose.TAX_CHECK,
            "空き家バンクの登録の審査のために、{organization}が、わたしの市町村税の納付の状況を確認することに同意します。"
            "登録の審査のほかには使いません。",
            "{organization} may check whether I have paid its municipal taxes, in order to decide on the registration "
            "of the house and for nothing else.",
        ),
        HomeConsentText(
            HomeConsentPurpose.TELEPHONE,
            "{organization}から、空き家のことで電話の連絡を受けることに同意します。いつでもやめられます。",
            "{organization} may call me by telephone about the house. I can stop this at any time.",
        ),
    )
}

# What stands on a case file while its person does not want to be called about a house.
NO_CALLS = "空き家のことで電話をかけない(同意の取り消し)"

# What ends at once when the last consent to a purpose is withdrawn; staff read it before they write it down.
WHAT_ENDS = {
    HomeConsentPurpose.OWN_SITE: "取り消すと、このサイトの掲載がすぐに消えます。",
    HomeConsentPurpose.NATIONAL_SITES: "取り消すと、全国版に出す印がすぐに消え、「全国版から下ろす」対応を作ります。",
    HomeConsentPurpose.BROKERS: "取り消すと、業者への割当てがすぐに終わり、業者に伝える対応を作ります。",
    HomeConsentPurpose.SUPPORT_CORPORATION: "取り消すと、支援法人への紹介を取り下げ、法人に伝える対応を作ります。",
    HomeConsentPurpose.TAX_CHECK: "取り消すと、照会中の納付の確認は、未確認に戻ります。",
    HomeConsentPurpose.TELEPHONE: "取り消すと、個票の「連絡の注意」に、電話をかけないことが出ます。",
}
