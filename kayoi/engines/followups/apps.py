from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "kayoi.engines.followups"
    label = "followups"
    verbose_name = "次の対応"
