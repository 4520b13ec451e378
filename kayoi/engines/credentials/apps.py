from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "kayoi.engines.credentials"
    label = "credentials"
    verbose_name = "登録者証"
