"""Addresses of the demonstration; included only where it is switched on."""

from django.urls import path

from kayoi.doors.demo.views import auth_app, pages

app_name = "demo"
urlpatterns = [
    path("_demo/", pages.index, name="index"),
    path("_demo/as/<slug:key>/", pages.log_in_as, name="log_in_as"),
    path("_demo/mail/", pages.mails, name="mails"),
    path("_demo/auth-app/.well-known/openid-configuration", auth_app.metadata, name="auth_app_metadata"),
    path("_demo/auth-app/authorize/", auth_app.authorize, name="auth_app_authorize"),
    path("_demo/auth-app/token/", auth_app.token, name="auth_app_token"),
    path("_demo/auth-app/keys/", auth_app.keys, name="auth_app_keys"),
    path("_kit/", pages.style_page, name="style_page"),
]
