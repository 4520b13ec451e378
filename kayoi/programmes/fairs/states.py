"""Words, permissions and transitions of fairs."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    FAIR_MANAGE = "fair.manage", "イベント・資料請求を扱う"
