"""Words, permissions and transitions of village_sheets."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    SHEET_WRITE = "sheet.write", "暮らしのシートを書く"
    SHEET_APPROVE = "sheet.approve", "暮らしのシートを承認する"
