from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "kayoi.programmes.consultations"
    label = "consultations"
    verbose_name = "相談"
