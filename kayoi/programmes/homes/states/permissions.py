"""Who may work with houses."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    HOME_READ = "home.read", "空き家の記録を見る"
    HOME_EDIT = "home.edit", "空き家・所有者・利用希望者を扱う"
    HOME_DECIDE = "home.decide", "空き家の登録・取消し、業者の登録を決定する"
    HOME_BROKE = "home.broke", "任された空き家を扱う(宅建業者)"
