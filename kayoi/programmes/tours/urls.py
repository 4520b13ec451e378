"""Addresses of the room, below a town's slug."""

from django.urls import URLPattern

app_name = "tours"
urlpatterns: list[URLPattern] = [
    # The public
    # The office: tours and dates
    # The office: parties and selection
    # On the day
    # Questionnaires
    # Report and casebook
]
