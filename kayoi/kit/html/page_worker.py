"""The service worker that keeps one page for the time without a network."""

import json
from collections.abc import Sequence

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static

# What every page of staff needs; the names carry a digest, so a kept copy is never an old one.
KEPT = (
    "kit/kit.css", "kit/icon.svg", "kit/guard.js", "kit/confirm.js", "kit/autosave.js", "kit/counter.js",
    "kit/outbox.js",
)  # fmt: skip


def page_worker(page: str, *, parts: Sequence[str], also: Sequence[str] = ()) -> HttpResponse:
    """Return the service worker of a page: it keeps the page and its static parts and reaches no other page."""
    kept = [*map(static, (*KEPT, *parts)), *also]
    script = render_to_string("kit/page_worker.js", {"page": json.dumps(page), "kept": json.dumps(kept)})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = page
    return response
