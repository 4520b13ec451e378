from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kayoi.doors.portal"
    label = "portal"
    verbose_name = "ポータル"
