from django.apps import AppConfig


class RulesetsConfig(AppConfig):
    name = "kayoi.engines.rulesets"
    label = "rulesets"
    verbose_name = "要件・算定"
