"""Who may work with registers, activities and benefits."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    FURUSATO_READ = "furusato.read", "ふるさと住民の登録・活動・特典を見る"
    FURUSATO_EDIT = "furusato.edit", "ふるさと住民の申込み・本人確認・活動の確認を扱う"
    FURUSATO_DECIDE = "furusato.decide", "ふるさと住民の登録・更新・取消しを決める"
    FURUSATO_MANAGE = "furusato.manage", "登録簿・活動の種類・特典を決めて公開する"
    FURUSATO_NATIONAL = "furusato.national", "国のふるさと住民登録のファイルを取り込む・作る"
    FURUSATO_CHECK = "furusato.check", "窓口で登録者証を確かめ、特典の利用を記録する"
