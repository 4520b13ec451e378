from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "kayoi.programmes.surveys"
    label = "surveys"
    verbose_name = "アンケート"
