from django.apps import AppConfig


class ToursConfig(AppConfig):
    name = "kayoi.programmes.tours"
    label = "tours"
    verbose_name = "ツアー・体験"
