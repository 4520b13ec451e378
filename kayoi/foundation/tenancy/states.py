"""Kinds of organizations, and what one may share with another."""

from kayoi.kit.states import Labelled


class OrganizationKind(Labelled):
    MUNICIPALITY = "municipality", "市区町村"
    PREFECTURE = "prefecture", "都道府県"
    CONSORTIUM = "consortium", "協議会事務局"
    BOARD_OF_EDUCATION = "board_of_education", "教育委員会"
    NURSERY = "nursery", "保育所等"
    SUPPORT_CORPORATION = "support_corporation", "特定居住支援法人"
    CONTRACTOR = "contractor", "委託先"
    BROKER = "broker", "宅建業者"
    EMPLOYER = "employer", "雇用主"
    HOST = "host", "受入れ先"
    SHOP = "shop", "店舗"
    CARRIER = "carrier", "交通事業者"
    OPERATOR = "operator", "運営者"


# Organizations that talk to the public and keep case files of their own.
DESK_KINDS = frozenset({OrganizationKind.MUNICIPALITY, OrganizationKind.PREFECTURE, OrganizationKind.CONSORTIUM})

# Organizations that work on the rows of a town which are given to them.
PARTNER_KINDS = frozenset(
    {OrganizationKind.BROKER, OrganizationKind.HOST, OrganizationKind.SHOP, OrganizationKind.CARRIER}
)


class Shared(Labelled):
    FIGURES = "figures", "集計値(個人の情報を含まない)"
    HOMES = "homes", "公開中の空き家(共同の空き家バンクに並べる)"
    BROKERS = "brokers", "登録した宅建業者の名簿(共同で使う)"


# First path segments that are not a town's: no organization may take one of these as its slug.
RESERVED_SLUGS = frozenset(
    {
        "about", "accessibility", "account", "admin", "api", "consents", "demo", "docs", "erased", "figures", "files",
        "find-support", "healthz", "homes", "i18n", "kit", "login", "logout", "map", "me", "new", "operator",
        "places", "privacy", "search", "staff", "static", "terms", "tours", "towns", "www",
    }
)  # fmt: skip
