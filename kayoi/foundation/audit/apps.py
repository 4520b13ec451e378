from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kayoi.foundation.audit"
    label = "audit"
    verbose_name = "監査記録"
