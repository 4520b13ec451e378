from django.apps import AppConfig


class SettlingConfig(AppConfig):
    name = "kayoi.programmes.settling"
    label = "settling"
    verbose_name = "移住・定着"
