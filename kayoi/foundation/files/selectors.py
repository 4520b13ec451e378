"""Where a stored file lies, and the answer that serves it."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.states import FileKind


def path_of(stored: StoredFile) -> Path:
    """Return the path of the bytes: by organization and hash, outside of the web root."""
    return Path(settings.UPLOADS) / str(stored.organization_id) / stored.sha256[:2] / stored.sha256


def response_for(stored: StoredFile, *, name: str = "") -> FileResponse:
    """Return the file as an answer that a browser cannot mistake for a page. The caller's view carries the mark.

    `name` stands for the name that somebody gave it, which may say whose house or paper it is.
    """
    inline = stored.kind in {FileKind.JPEG, FileKind.PNG}
    response = FileResponse(
        path_of(stored).open("rb"), content_type=stored.kind, as_attachment=not inline, filename=name or stored.name
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def without_sound_bytes() -> int:
    """Count stored files of the open organization whose bytes are gone or have changed (for verify)."""
    return sum(not _is_sound(stored) for stored in StoredFile.objects.iterator())


def _is_sound(stored: StoredFile) -> bool:
    path = path_of(stored)
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == stored.sha256
