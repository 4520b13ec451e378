"""Permissions of running an organization, relations in a household, methods of identity proofing."""

from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    ORGANIZATION_OPEN = "organization.open", "団体を登録する(運営者)"
    ORGANIZATION_EDIT = "organization.edit", "団体の紹介・設定を変える"
    MEMBER_MANAGE = "member.manage", "職員を招待し、所属を終える"
    SHARING_GIVE = "sharing.give", "ほかの団体への共有を決める"


class Relation(Labelled):
    SELF = "self", "本人"
    SPOUSE = "spouse", "配偶者・パートナー"
    CHILD = "child", "子"
    PARENT = "parent", "親"
    SIBLING = "sibling", "兄弟姉妹"
    OTHER = "other", "その他"


class ProofMethod(Labelled):
    DIGITAL_AUTH_APP = "digital_auth_app", "デジタル認証アプリ(マイナンバーカード)"
    COUNTER = "counter", "窓口での確認"
    POST = "post", "郵送の確認番号"


class ProofLevel(Labelled):
    """身元確認の保証レベル(IAL)."""

    IAL1 = "ial1", "自己申告"
    IAL2 = "ial2", "書類などで確認"
    IAL3 = "ial3", "公的個人認証または対面で確認"
