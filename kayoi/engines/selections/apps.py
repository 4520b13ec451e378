from django.apps import AppConfig


class SelectionsConfig(AppConfig):
    name = "kayoi.engines.selections"
    label = "selections"
    verbose_name = "選考・抽選"
