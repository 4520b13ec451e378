from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "kayoi.engines.questionnaires"
    label = "questionnaires"
    verbose_name = "アンケート"
