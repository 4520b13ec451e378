from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "kayoi.programmes.appointments"
    label = "appointments"
    verbose_name = "予約相談・現地案内"
