from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "kayoi.programmes.fairs"
    label = "fairs"
    verbose_name = "イベント・資料請求"
