from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "kayoi.engines.imports"
    label = "imports"
    verbose_name = "取り込み"
