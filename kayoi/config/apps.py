from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "kayoi.config"
    label = "config"
    verbose_name = "Kayoi"
