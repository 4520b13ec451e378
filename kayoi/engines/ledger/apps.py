from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kayoi.engines.ledger"
    label = "ledger"
    verbose_name = "勘定"
