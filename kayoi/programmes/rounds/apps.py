from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "kayoi.programmes.rounds"
    label = "rounds"
    verbose_name = "声かけ"
