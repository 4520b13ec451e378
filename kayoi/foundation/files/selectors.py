"""Where a stored file lies, the answer that serves it, its pages for a paper that is printed."""

import hashlib
from io import BytesIO
from pathlib import Path

import pikepdf
from django.conf import settings
from django.http import FileResponse
from PIL import Image

from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.states import FileKind


class UnreadableFile(Exception):
    """The bytes are gone, or are no picture or PDF any more."""


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


def pdf_for_print(stored: StoredFile, *, side_px: int) -> bytes:
    """Return a PDF as it is, and a picture as a page of its own, of at most that side. Raises UnreadableFile."""
    try:
        if stored.kind == FileKind.PDF:
            data = path_of(stored).read_bytes()
            with pikepdf.open(BytesIO(data)) as opened:
                if len(opened.pages) != stored.pages:
                    raise UnreadableFile
            return data
        with Image.open(path_of(stored), formats=["JPEG", "PNG"]) as picture:
            picture.thumbnail((side_px, side_px))
            pixels = picture.convert("RGBA")
        paper = Image.new("RGB", pixels.size, "white")
        paper.paste(pixels, mask=pixels)
        out = BytesIO()
        paper.save(out, "PDF", quality=60, resolution=150)
    except (OSError, ValueError, SyntaxError, pikepdf.PdfError) as error:
        raise UnreadableFile from error
    return out.getvalue()


def without_sound_bytes() -> int:
    """Count stored files of the open organization whose bytes are gone or have changed (for verify)."""
    return sum(not _is_sound(stored) for stored in StoredFile.objects.iterator())


def _is_sound(stored: StoredFile) -> bool:
    path = path_of(stored)
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == stored.sha256
