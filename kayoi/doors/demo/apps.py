from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kayoi.doors.demo"
    label = "demo"
    verbose_name = "デモ"
