from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kayoi.kit"
    label = "kit"
    verbose_name = "部品"
