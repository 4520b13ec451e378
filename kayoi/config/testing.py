"""Loaded by pytest before Django's settings: tests have a server and a folder of their own, without fsync."""

import os

os.environ.setdefault("KAYOI_CLUSTER", "postgres-test")
os.environ.setdefault("KAYOI_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kayoi.config.settings")
