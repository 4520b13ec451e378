from django.apps import AppConfig


class HomesConfig(AppConfig):
    name = "kayoi.programmes.homes"
    label = "homes"
    verbose_name = "空き家バンク"
