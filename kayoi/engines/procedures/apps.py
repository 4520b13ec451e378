from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "kayoi.engines.procedures"
    label = "procedures"
    verbose_name = "手続き"
