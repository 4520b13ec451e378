"""Words, permissions and transitions of settling."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    MOVE_RECORD = "move.record", "移住・定着を記録する"
