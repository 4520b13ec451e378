from django.apps import AppConfig


class ReservationsConfig(AppConfig):
    name = "kayoi.engines.reservations"
    label = "reservations"
    verbose_name = "予約"
