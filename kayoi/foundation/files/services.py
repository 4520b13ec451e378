"""Take an upload: check it, make it anew, store it."""

import hashlib
import io
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import pi_heif
import pikepdf
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import rules
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.selectors import path_of
from kayoi.foundation.files.states import MAX_BYTES, MAX_PAGES, MAX_PIXELS, MAX_SIDE_PX, FileKind
from kayoi.kit.actor import Actor
from kayoi.kit.text import normal
from kayoi.kit.verdict import Reason, Refused, verdict

pi_heif.register_heif_opener()
# What a PDF may do by itself when it is opened, and what it may carry along.
PDF_ACTIONS = ("/OpenAction", "/AA", "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")


class UnableToTakeFile(Refused):
    """The upload is refused, with the reason."""


@dataclass(frozen=True)
class Clean:
    """An upload made anew."""

    kind: FileKind
    data: bytes
    width_px: int | None = None
    height_px: int | None = None
    pages: int | None = None


@transaction.atomic
def take_file(*, upload: IO[bytes], name: str, size: int, by: Actor, at: datetime) -> StoredFile:
    """Take an upload (ファイルを受け取る). Raises UnableToTakeFile with the reason."""
    data = upload.read(MAX_BYTES + 1) if size <= MAX_BYTES else b""
    answer = rules.may_take(size=max(size, len(data)), data=data)
    if answer.refused:
        raise UnableToTakeFile(answer)
    clean = _clean(data)
    digest = hashlib.sha256(clean.data).hexdigest()
    stored = StoredFile.objects.create(
        name=_plain_name(name, clean.kind),
        kind=clean.kind,
        sha256=digest,
        size_bytes=len(clean.data),
        width_px=clean.width_px,
        height_px=clean.height_px,
        pages=clean.pages,
        taken_at=at,
    )
    _write(path_of(stored), clean.data)
    audit.record("files.take", stored, by=by, at=at, after={"kind": clean.kind, "sha256": digest})
    return stored


@transaction.atomic
def make_small(*, stored: StoredFile, side_px: int, by: Actor, at: datetime) -> StoredFile | None:
    """Store a small version of a picture for lists (縮小版を作る); None where it is small already, or no picture."""
    if stored.kind == FileKind.PDF or max(stored.width_px or 0, stored.height_px or 0) <= side_px:
        return None
    out = io.BytesIO()
    with Image.open(path_of(stored)) as picture:
        picture.thumbnail((side_px, side_px))
        picture.convert("RGB").save(out, "JPEG", quality=80, optimize=True)
    out.seek(0)
    return take_file(upload=out, name=stored.name, size=out.getbuffer().nbytes, by=by, at=at)


@transaction.atomic
def forget_file(*, stored: StoredFile, by: Actor, at: datetime) -> None:
    """Remove a file that nothing refers to any more (ファイルを消す), its bytes too unless another row has the same."""
    audit.record("files.forget", stored, by=by, at=at, before={"kind": stored.kind, "sha256": stored.sha256})
    path, alike = path_of(stored), StoredFile.objects.filter(sha256=stored.sha256).exclude(pk=stored.pk)
    shared = alike.exists()
    stored.delete()
    if not shared:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _clean(data: bytes) -> Clean:
    return _clean_pdf(data) if rules.format_of(data) == "pdf" else _clean_picture(data)


def _clean_picture(data: bytes) -> Clean:
    """Decode and encode again: no EXIF, no GPS, no comments, nothing behind the picture."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF", "HEIF"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnableToTakeFile(verdict([Reason("files.too_many_pixels")]))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
            out = io.BytesIO()
            if picture.format == "PNG" or "transparency" in picture.info or picture.mode in {"RGBA", "LA", "P"}:
                kind, mode = FileKind.PNG, "RGBA"
                _bare(upright, mode).save(out, "PNG", optimize=True)
            else:
                kind, mode = FileKind.JPEG, "RGB"
                _bare(upright, mode).save(out, "JPEG", quality=85, optimize=True)
            return Clean(kind, out.getvalue(), upright.width, upright.height)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError) as error:
        raise UnableToTakeFile(verdict([Reason("files.broken")])) from error


def _bare(picture: Image.Image, mode: str) -> Image.Image:
    """Return the pixels alone."""
    pixels = picture.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare


def _clean_pdf(data: bytes) -> Clean:
    """Write the pages into a new document without scripts, attachments, forms' code and metadata."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise UnableToTakeFile(verdict([Reason("files.too_many_pages", {"most": MAX_PAGES})]))
            clean = pikepdf.new()
            clean.pages.extend(pdf.pages)
            for part in clean.objects:
                if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                    _disarm(part)
            clean.remove_unreferenced_resources()
            out = io.BytesIO()
            clean.save(out, deterministic_id=True)
            return Clean(FileKind.PDF, out.getvalue(), pages=len(clean.pages))
    except pikepdf.PasswordError as error:
        raise UnableToTakeFile(verdict([Reason("files.locked")])) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise UnableToTakeFile(verdict([Reason("files.broken")])) from error


def _disarm(part: pikepdf.Dictionary | pikepdf.Stream) -> None:
    for name in PDF_ACTIONS:
        if name in part:
            del part[name]
    if part.get("/S") in {
        pikepdf.Name.JavaScript,
        pikepdf.Name.Launch,
        pikepdf.Name.SubmitForm,
        pikepdf.Name.ImportData,
    }:
        del part["/S"]
    if part.get("/Subtype") in {pikepdf.Name.FileAttachment, pikepdf.Name.RichMedia, pikepdf.Name.Screen}:
        part["/Subtype"] = pikepdf.Name.Text


def _plain_name(name: str, kind: FileKind) -> str:
    """Return a file name that is only a name: no folders, no control characters, the ending of what it is now."""
    stem = normal(name).replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    stem = re.sub(r'[<>:"|?*\x00-\x1f]', "", stem).strip(". ")[:100] or "file"
    ending = {FileKind.JPEG: "jpg", FileKind.PNG: "png", FileKind.PDF: "pdf"}[kind]
    return f"{stem}.{ending}"


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all; the same bytes are stored once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)
