from django.apps import AppConfig


class VillageSheetsConfig(AppConfig):
    name = "kayoi.programmes.village_sheets"
    label = "village_sheets"
    verbose_name = "暮らしのシート"
