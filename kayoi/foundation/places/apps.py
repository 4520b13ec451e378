from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "kayoi.foundation.places"
    label = "places"
    verbose_name = "地域"
