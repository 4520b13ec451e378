"""Addresses of ふるさと住民, below a town."""

from django.urls import URLPattern, URLResolver

app_name = "furusato"
urlpatterns: list[URLPattern | URLResolver] = []
