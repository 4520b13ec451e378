from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "kayoi.engines.messages"
    label = "mailing"  # "messages" is Django's
    verbose_name = "通知"
