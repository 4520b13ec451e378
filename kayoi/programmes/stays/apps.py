from django.apps import AppConfig


class StaysConfig(AppConfig):
    name = "kayoi.programmes.stays"
    label = "stays"
    verbose_name = "お試し滞在"
