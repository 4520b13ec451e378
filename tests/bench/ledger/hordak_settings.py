"""django-hordak alone, on the same server as Kayoi, in a database of its own."""

from kayoi.config import database

SECRET_KEY = "bench"  # nothing is signed
USE_TZ = True
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "mptt", "hordak"]
OWN = {"ENGINE": "django.db.backends.postgresql", "NAME": "hordak", "OPTIONS": {}}
DATABASES = {"default": database.settings() | OWN}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEFAULT_CURRENCY = "JPY"
CURRENCIES = ["JPY"]
