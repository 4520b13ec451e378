"""Addresses of the room, below a town's slug."""

from django.urls import URLPattern

app_name = "settling"
urlpatterns: list[URLPattern] = []
