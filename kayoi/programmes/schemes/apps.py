from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "kayoi.programmes.schemes"
    label = "schemes"
    verbose_name = "支援制度・手続き"
