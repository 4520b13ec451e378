"""Addresses of the demonstration; included only where it is switched on."""

from django.urls import path

from kayoi.doors.demo import views

app_name = "demo"
urlpatterns = [
    path("_demo/", views.index, name="index"),
    path("_demo/as/<slug:key>/", views.log_in_as, name="log_in_as"),
    path("_demo/mail/", views.mails, name="mails"),
    path("_kit/", views.style_page, name="style_page"),
]
