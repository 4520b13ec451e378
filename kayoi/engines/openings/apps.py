from django.apps import AppConfig


class OpeningsConfig(AppConfig):
    name = "kayoi.engines.openings"
    label = "openings"
    verbose_name = "募集"
