"""Who may work with appointments."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    APPOINTMENT_MANAGE = "appointment.manage", "予約相談・現地案内を扱う"
