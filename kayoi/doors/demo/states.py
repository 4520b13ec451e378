"""The cast of the demonstration. All people are invented."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.programmes.furusato.states import COUNTER_ROLE
from kayoi.programmes.homes.states import BROKER_ROLE
from kayoi.programmes.stays.states.sublets import SUBLESSOR_ROLE


@dataclass(frozen=True)
class DemoOrganization:
    """A real place, or an invented contractor; what it says is written for the demonstration."""

    slug: str
    kind: str
    name: str
    name_en: str
    place_code: str
    accent: str
    introduction: str
    introduction_en: str
    office_name: str = ""
    phone: str = ""
    email: str = ""
    site_url: str = ""


# The programmes that the towns of the demonstration have switched on.
PROGRAMMES = (
    "consultations", "appointments", "fairs", "settling", "family_plans", "village_sheets", "rounds", "homes",
    "schemes", "stays", "tours", "surveys", "furusato",
)  # fmt: skip

OPERATOR = DemoOrganization("kayoi-operator", "operator", "Kayoi運営", "Kayoi Operations", "", "#0017c1", "", "")
CONTRACTOR = DemoOrganization(
    "demo-support", "contractor", "一般社団法人 いなか支援(架空)", "Inaka Support (invented)", "", "#0017c1", "", ""
)
TOWNS = (
    DemoOrganization(
        "ina", "municipality", "伊那市", "Ina City", "202096", "#00618c",
        "南アルプスと中央アルプスのあいだの、日当たりのよい谷のまちです。"
        "冬の朝は氷点下10度まで冷えます。車がないと暮らしにくい地区も多くあります。そのかわり、水と空と、世話好きの人がいます。",
        "A sunny valley between two ranges of the Alps. Winter mornings fall to minus ten, and many districts need a car. "
        "In return there are water, sky, and neighbours who care.",
        "地域創造課(デモ)", "0265-00-0000", "iju@ina.demo.example", "https://www.inacity.jp/",
    ),
    DemoOrganization(
        "chino", "municipality", "茅野市", "Chino City", "202142", "#7a4100",
        "八ヶ岳のふもと、標高800メートルあまりの高原のまちです。冬は氷点下10度を下回る朝が続きます。"
        "空き家は、峠を越えた伊那市と一緒に紹介しています。",
        "A highland city at the foot of the Yatsugatake mountains, more than 800 metres above the sea. Winter mornings "
        "fall below minus ten. Vacant houses are shown together with those of Ina, across the pass.",
        "移住推進係(デモ)", "0266-00-0000", "iju@chino.demo.example", "https://www.city.chino.lg.jp/",
    ),
    DemoOrganization(
        "sado", "municipality", "佐渡市", "Sado City", "152242", "#8b3a1e",
        "トキの飛ぶ、大きな島です。本土へは船で1時間から2時間半。海が荒れると、船が出ない日があります。",
        "A large island where the crested ibis flies. The mainland is one to two and a half hours away by ship; "
        "on stormy days no ship sails.",
        "移住交流推進課(デモ)", "0259-00-0000", "iju@sado.demo.example", "https://www.city.sado.niigata.jp/",
    ),
    DemoOrganization(
        "yokoze", "municipality", "横瀬町", "Yokoze Town", "113611", "#2f6b2f",
        "池袋から特急で70分あまり。山あいの小さな町です。買い物は隣の市まで行くことが多くなります。",
        "A small town in the hills, a little over seventy minutes from Ikebukuro. Most shopping is done in the next city.",
        "まち経営課(デモ)", "0494-00-0000", "iju@yokoze.demo.example", "https://www.town.yokoze.saitama.jp/",
    ),
    DemoOrganization(
        "bandai", "municipality", "磐梯町", "Bandai Town", "074071", "#5b3f8c",
        "磐梯山のふもと、人口3千人あまりの町です。冬は雪かきが毎日の仕事になります。",
        "A town of some three thousand at the foot of Mount Bandai. In winter, clearing snow is part of every day.",
        "政策課(デモ)", "0242-00-0000", "iju@bandai.demo.example", "https://www.town.bandai.fukushima.jp/",
    ),
    DemoOrganization(
        "nagano-ken", "prefecture", "長野県", "Nagano Prefecture", "200000", "#00618c",
        "77の市町村があります。どの町が合うか決まっていない人の相談を、県でお受けします。",
        "There are 77 municipalities. The prefecture advises those who have not yet decided on a town.",
        "信州暮らし推進課(デモ)", "026-000-0000", "iju@nagano.demo.example", "https://www.pref.nagano.lg.jp/",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class DemoMember:
    """A member of staff of the demonstration."""

    key: str
    label: str
    email: str
    organization: str
    role: str
    name: str
    title: str


MEMBERS = (
    DemoMember("officer", "担当職員(伊那市)", "tantou@demo.example", "ina", "officer", "唐木 みのり(架空)", "主事"),
    DemoMember("head", "係長(伊那市)", "kakaricho@demo.example", "ina", "section_head", "北原 徹(架空)", "係長"),
    DemoMember("division", "課長(伊那市)", "kacho@demo.example", "ina", "division_head", "平沢 恵(架空)", "課長"),
    DemoMember("department", "部長(伊那市)", "bucho@demo.example", "ina", "department_head", "有賀 正(架空)", "部長"),
    DemoMember(
        "contractor", "委託先の相談員(伊那市)", "itaku@demo.example", "ina", "contractor", "宮下 葵(架空)", "相談員"
    ),
    DemoMember("chino", "担当職員(茅野市)", "chino@demo.example", "chino", "section_head", "湖東 涼(架空)", "係長"),
    DemoMember("sado", "担当職員(佐渡市)", "sado@demo.example", "sado", "section_head", "本間 航(架空)", "係長"),
    DemoMember("yokoze", "担当職員(横瀬町)", "yokoze@demo.example", "yokoze", "section_head", "町田 桂(架空)", "係長"),
    DemoMember(
        "bandai", "担当職員(磐梯町)", "bandai@demo.example", "bandai", "section_head", "五十嵐 雪(架空)", "係長"
    ),
    DemoMember(
        "prefecture",
        "県の担当職員(長野県)",
        "ken@demo.example",
        "nagano-ken",
        "prefecture_officer",
        "小林 直(架空)",
        "主任",
    ),
    DemoMember("operator", "運営者", "unei@demo.example", "kayoi-operator", "operator", "運営 太郎(架空)", ""),
)

# People of partners; the organization is the town at whose counter they work.
PARTNER = DemoMember("broker", "宅建業者(伊那市)", "gyosha@demo.example", "ina", BROKER_ROLE, "山彦 一郎(架空)", "")
SUBLESSOR = DemoMember(
    "sublessor", "住まいを転貸する団体(伊那市・NPO)", "lab@demo.example", "ina", SUBLESSOR_ROLE, "白鳥 すみ(架空)", ""
)
COUNTER = DemoMember(
    "counter", "特典の窓口(伊那市・バス会社)", "madoguchi@demo.example", "ina", COUNTER_ROLE, "高遠 はじめ(架空)", ""
)


@dataclass(frozen=True)
class DemoPerson:
    """A person with a log-in."""

    key: str
    label: str
    email: str
    name: str
    kana: str
    phone: str
    place_code: str
    birth_on: date


PERSONS = (
    DemoPerson(
        "person",
        "本人(東京の母親)",
        "hanako@demo.example",
        "青空 花子",
        "あおぞら はなこ",
        "090-0000-0001",
        "131041",
        date(1988, 5, 5),
    ),
)


@dataclass(frozen=True)
class DemoCard:
    """An invented card that the stand-in of デジタル認証アプリ reads."""

    key: str
    label: str
    name: str
    birthdate: str
    address: str


CARDS = (
    DemoCard("hanako", "青空 花子のカード(本人)", "青空 花子(架空)", "1988-05-05", "東京都新宿区西新宿二丁目8番1号"),
    DemoCard("taro", "青空 太郎のカード(家族)", "青空 太郎(架空)", "1986-01-23", "東京都新宿区西新宿二丁目8番1号"),
    DemoCard("moved", "青空 花子のカード(引っ越し後)", "青空 花子(架空)", "1988-05-05", "長野県伊那市下新田3050番地"),
)

# For logging in by hand: the same password for all, and one secret for the authenticator app.
PASSWORD = "kayoi-demo-2026"  # noqa: S105  # shown on the screen of the demonstration
TOTP_SECRET = "KAYOIDEMOKAYOIDEMOKAYOIDEMO2345A"  # noqa: S105


# The rules of a grant that Ina opens in the demonstration (docs/reference/rulesets.md).
SCHEME_RULES: dict[str, Any] = {
    "format": 1,
    "key": "demo-young-settlers",
    "kind": "grant",
    "title": {"ja": "わかもの定住補助金(架空)", "en": "Grant for young people who settle (invented)"},
    "publisher": "伊那市(デモ)",
    "versions": [
        {
            "key": "1",
            "anchor": "move.moved_in_on",
            "counting": "civil_code",
            "source": "伊那市わかもの定住補助金交付要綱(架空) 第3条",
            "condition": {
                "all": [
                    {"age": "applicant.born_on", "on": {"fact": "application.on"}, "less_than": 40,
                     "source": "第3条第1号"},
                    {"from": {"fact": "move.moved_in_on"}, "to": {"fact": "application.on"},
                     "at_most": {"years": 1}, "source": "第3条第2号"},
                    {"not": {"fact": "applicant.tax_unpaid", "is": True}, "source": "第3条第3号"},
                    {"fact": "move.intends_5_years", "is": True, "source": "第3条第4号"},
                    {"fact": "move.joins_association", "is": True, "source": "第3条第5号"},
                    {"any": [
                        {"fact": "house.in_bank", "is": True, "source": "第3条第6号ア"},
                        {"unknown": "市長が特に認める住宅である", "source": "第3条第6号イ"},
                    ]},
                ]
            },
            "amount": [
                {"start": {"fact": "house.cost_yen"}}, {"times": "1/10"}, {"cap": 500000},
                {"add": 100000, "per": "household.members", "where": {"fact": "this.relation", "is": "child"}, "most": 3,
                 "label": {"ja": "子ども1人につき10万円(3人まで)を加える", "en": "100,000 yen for each child, up to three"}},
                {"round": "down", "to": 1000},
            ],
            "cases": [
                {"name": "子ども1人・費用500万円", "verdict": "met", "amount_yen": 600000,
                 "facts": {"applicant.born_on": "1999-05-02", "applicant.tax_unpaid": False, "move.intends_5_years": True,
                           "move.joins_association": True, "house.in_bank": True, "house.cost_yen": 5000000,
                           "household.members": [{"relation": "child", "born_on": "2020-01-01"}]}},
                {"name": "滞納がある", "verdict": "not_met",
                 "facts": {"applicant.born_on": "1999-05-02", "applicant.tax_unpaid": True}},
            ],
        }
    ],
}  # fmt: skip

# The rules of another grant of Ina, without an age: a door for those whom the first one refuses.
CLEARING_RULES: dict[str, Any] = {
    "format": 1,
    "key": "demo-clearing",
    "kind": "grant",
    "title": {"ja": "空き家片づけ補助金(架空)", "en": "Grant for clearing a vacant house (invented)"},
    "publisher": "伊那市(デモ)",
    "versions": [
        {
            "key": "1",
            "anchor": "application.on",
            "counting": "civil_code",
            "source": "伊那市空き家片づけ補助金交付要綱(架空) 第3条",
            "condition": {
                "all": [
                    {"fact": "house.in_bank", "is": True, "source": "第3条第1号"},
                    {"not": {"fact": "applicant.tax_unpaid", "is": True}, "source": "第3条第2号"},
                ]
            },
            "amount": [{"start": {"fact": "house.cost_yen"}}, {"times": "1/2"}, {"cap": 100000}],
            "cases": [
                {"name": "費用30万円", "verdict": "met", "amount_yen": 100000,
                 "facts": {"house.in_bank": True, "applicant.tax_unpaid": False, "house.cost_yen": 300000}},
                {"name": "空き家バンクの家ではない", "verdict": "not_met",
                 "facts": {"house.in_bank": False, "applicant.tax_unpaid": False}},
            ],
        }
    ],
}  # fmt: skip
