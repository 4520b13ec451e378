"""Addresses of the room, below a town's slug."""

from django.urls import URLPattern

app_name = "stays"
urlpatterns: list[URLPattern] = []
