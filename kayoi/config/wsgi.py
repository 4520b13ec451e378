"""The web server's entry."""

import os

from kayoi.config import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kayoi.config.settings")
database.ensure_running()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (settings come first)

application = get_wsgi_application()
