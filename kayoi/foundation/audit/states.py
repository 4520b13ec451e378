"""The permission to read the audit trail."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    AUDIT_READ = "audit.read", "操作の記録を見る"
