from django.apps import AppConfig


class FurusatoConfig(AppConfig):
    name = "kayoi.programmes.furusato"
    label = "furusato"
    verbose_name = "ふるさと住民"
