from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "kayoi.doors.counter"
    label = "counter"
    verbose_name = "協力する事業者の窓口"
