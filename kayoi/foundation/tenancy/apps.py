from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "kayoi.foundation.tenancy"
    label = "tenancy"
    verbose_name = "団体"
