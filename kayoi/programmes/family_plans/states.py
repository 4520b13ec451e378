"""Words, permissions and transitions of family_plans."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    PLAN_MAKE = "plan.make", "わが家の計画を作る"
    TASK_EDIT = "plan.task_edit", "計画の期限の表を直す"
