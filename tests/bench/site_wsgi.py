"""The site with one more address, a bare view, and the number of queries in a header. For measuring only."""

import os
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "kayoi.config.settings"

from kayoi.config.wsgi import application as _site  # noqa: I001  (sets Django up)

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, path

from kayoi.config import urls

BARE = "_bench/bare/"


def bare(request: HttpRequest) -> HttpResponse:
    """Answer without database and template: what the server and Django's middleware cost by themselves."""
    return HttpResponse("<!DOCTYPE html><title>bare</title>")


urls.urlpatterns.insert(0, path(BARE, bare))
clear_url_caches()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """Count the queries of a request."""
    count = 0

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Queries", str(count))], *rest)

    with connection.execute_wrapper(counting):
        return _site(environ, start)
