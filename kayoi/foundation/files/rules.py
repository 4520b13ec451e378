"""What an upload is, by its content: the name and the declared type are only claims."""

from kayoi.foundation.files.states import MAX_BYTES
from kayoi.kit.verdict import Reason, Verdict, verdict

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
# Beginnings of other formats that somebody may have hidden inside a picture or a PDF.
HIDDEN = (b"<script", b"<html", b"<?php", b"<svg", b"#!/")
ZIP_END = b"PK\x05\x06"


def format_of(data: bytes) -> str | None:
    """Return jpeg, png, webp, gif, heic or pdf by the first bytes, or None for anything else.

    Source: the signatures of ISO/IEC 10918-1, 15948, 23008-12, 32000-1 and of WebP and GIF
    """
    signatures = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"%PDF-", "pdf"))
    for signature, name in signatures:
        if data.startswith(signature):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return "heic"
    return None


def hides_another_format(data: bytes, name: str) -> bool:
    """Tell whether a file of one format carries the marks of another (a polyglot).

    Source: docs/decisions/0007-uploads-made-anew.md
    """
    head, tail = data[:1024].lower(), data[-66_000:]
    if any(mark in head for mark in HIDDEN) or ZIP_END in tail:
        return True
    return name != "pdf" and b"%pdf-" in head


def may_take(*, size: int, data: bytes) -> Verdict:
    """Answer whether a file of that many bytes and that content is taken at all; it may still fail to open.

    Source: docs/decisions/0007-uploads-made-anew.md
    """
    if size > MAX_BYTES:
        return verdict([Reason("files.too_large", {"size_mb": round(size / 1e6), "most_mb": round(MAX_BYTES / 1e6)})])
    if size == 0:
        return verdict([Reason("files.empty")])
    name = format_of(data)
    if name is None:
        return verdict([Reason("files.wrong_type")])
    if hides_another_format(data, name):
        return verdict([Reason("files.mixed")])
    return verdict([])
