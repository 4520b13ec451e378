"""Addresses of the room, below a town's slug."""

from django.urls import URLPattern

app_name = "village_sheets"
urlpatterns: list[URLPattern] = []
