from django.apps import AppConfig


class CasefilesConfig(AppConfig):
    name = "kayoi.engines.casefiles"
    label = "casefiles"
    verbose_name = "個票"
