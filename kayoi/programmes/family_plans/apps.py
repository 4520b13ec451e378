from django.apps import AppConfig


class FamilyPlansConfig(AppConfig):
    name = "kayoi.programmes.family_plans"
    label = "family_plans"
    verbose_name = "わが家の計画"
