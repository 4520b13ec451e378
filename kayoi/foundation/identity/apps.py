from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "kayoi.foundation.identity"
    label = "identity"
    verbose_name = "本人と所属"
