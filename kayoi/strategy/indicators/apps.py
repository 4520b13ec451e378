from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "kayoi.strategy.indicators"
    label = "indicators"
    verbose_name = "集計"
