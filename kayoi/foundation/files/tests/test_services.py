"""Uploads: what is taken is made anew; what is not is refused with a reason; nothing hidden survives."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from kayoi.foundation.files import services
from kayoi.foundation.files.forms import REFUSALS
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.selectors import path_of, response_for
from kayoi.foundation.files.states import MAX_BYTES, MAX_SIDE_PX
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.sentences import sentences

GPS = 0x8825
BY = system("test")


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30) if mode == "RGB" else 0).save(out, kind, **options)
    return out.getvalue()


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(GPS)[2] = (35.0, 50.0, 12.0)
    return picture(exif=exif)


def pdf(**parts: Any) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    for name, value in parts.items():
        document.Root[f"/{name}"] = value
    out = io.BytesIO()
    document.save(out, encryption=parts.get("encryption", False))
    return out.getvalue()


def take(data: bytes, at: datetime, name: str = "x.jpg") -> StoredFile:
    return services.take_file(upload=io.BytesIO(data), name=name, size=len(data), by=BY, at=at)


def refusal(data: bytes, at: datetime, size: int | None = None) -> list[str]:
    with pytest.raises(services.UnableToTakeFile) as refused:
        services.take_file(upload=io.BytesIO(data), name="x", size=size or len(data), by=BY, at=at)
    assert all(sentences(refused.value.verdict, REFUSALS))
    assert not StoredFile.objects.exists()
    return [reason.code for reason in refused.value.verdict.reasons]


def test_photo_loses_place_and_maker_and_is_turned_upright(in_ina: Organization, at: datetime) -> None:
    stored = take(with_gps(), at, "IMG 0001.JPG")
    with Image.open(path_of(stored)) as picture_now:
        assert dict(picture_now.getexif()) == {}
        assert picture_now.size == (30, 40)
    assert (stored.name, stored.kind) == ("IMG 0001.jpg", "image/jpeg")
    assert b"PhoneMaker" not in path_of(stored).read_bytes()


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("PNG", "RGB", "image/png"),
        ("WEBP", "RGB", "image/jpeg"),
        ("GIF", "P", "image/png"),
        ("HEIF", "RGB", "image/jpeg"),
    ],
)
def test_other_formats_become_jpeg_or_png(
    in_ina: Organization, at: datetime, kind: str, mode: str, becomes: str
) -> None:
    photo = Path(__file__).parent / "files" / "photo.heic"
    assert take(photo.read_bytes() if kind == "HEIF" else picture(kind, mode=mode), at).kind == becomes


def test_large_photo_is_made_smaller(in_ina: Organization, at: datetime) -> None:
    stored = take(picture(size=(4000, 1000)), at)
    assert (stored.width_px, stored.height_px) == (MAX_SIDE_PX, 640)


def test_pdf_loses_scripts_attachments_and_names(in_ina: Organization, at: datetime) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    stored = take(
        pdf(OpenAction=script, AA=pikepdf.Dictionary(WC=script), Names=pikepdf.Dictionary(JavaScript=script)), at
    )
    written = path_of(stored).read_bytes()
    assert (stored.kind, stored.pages) == ("application/pdf", 1)
    for trace in (b"JavaScript", b"app.alert", b"OpenAction"):
        assert trace not in written


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "files.empty"),
        (b"hello", "files.wrong_type"),
        (b"MZ\x90\x00" + b"\x00" * 100, "files.wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "files.wrong_type"),
        (picture()[:200], "files.broken"),
        (b"%PDF-1.7\ngarbage", "files.broken"),
        (b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" + picture(), "files.mixed"),
        (b"GIF89a<?php system($_GET[0]); ?>", "files.mixed"),
        (b"GIF89a" + b"\x00" * 20 + b"%PDF-1.4", "files.mixed"),
    ],
    ids=["empty", "text", "program", "svg", "half", "no pdf", "script in jpeg", "php in gif", "pdf in gif"],
)
def test_what_is_no_picture_is_refused(in_ina: Organization, at: datetime, data: bytes, code: str) -> None:
    assert refusal(data, at) == [code]


def test_zip_bomb_and_zip_behind_a_picture_are_refused(in_ina: Organization, at: datetime) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\x00" * 20_000_000)
    assert refusal(out.getvalue(), at) == ["files.wrong_type"]
    assert refusal(picture() + out.getvalue(), at) == ["files.mixed"]


def test_picture_of_too_many_pixels_is_refused_without_unpacking(in_ina: Organization, at: datetime) -> None:
    assert refusal(picture("PNG", size=(20_000, 20_000), mode="1"), at) in (["files.too_many_pixels"], ["files.broken"])


def test_locked_and_endless_pdfs_are_refused(in_ina: Organization, at: datetime) -> None:
    locked = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refusal(locked, at) == ["files.locked"]
    document = pikepdf.new()
    for _ in range(201):
        document.add_blank_page()
    out = io.BytesIO()
    document.save(out)
    assert refusal(out.getvalue(), at) == ["files.too_many_pages"]


@pytest.mark.parametrize(("size", "refused"), [(MAX_BYTES, False), (MAX_BYTES + 1, True), (100_000_000, True)])
def test_size_is_judged_before_anything_is_read(in_ina: Organization, at: datetime, size: int, refused: bool) -> None:
    upload = io.BytesIO(picture())
    if not refused:
        assert services.take_file(upload=upload, name="x", size=size, by=BY, at=at).pk
        return
    with pytest.raises(services.UnableToTakeFile) as error:
        services.take_file(upload=upload, name="x", size=size, by=BY, at=at)
    assert error.value.verdict.reasons[0].code == "files.too_large"
    assert upload.tell() == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\x\\家.jpeg", "家.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie x.jpg"),
        ("", "file.jpg"),
        (".htaccess", "file.jpg"),
        ("あ" * 300 + ".png", "あ" * 100 + ".jpg"),
    ],
)
def test_name_is_only_a_name(in_ina: Organization, at: datetime, given: str, kept: str) -> None:
    assert take(picture(), at, given).name == kept


def test_same_bytes_are_stored_once_per_town_and_never_across(
    ina: Organization, sado: Organization, at: datetime
) -> None:
    paths = set()
    for town in (ina, ina, sado):
        with scope.of_organization(town.pk):
            paths.add(path_of(take(picture(), at)))
    assert len(paths) == 2


def test_answer_cannot_be_mistaken_for_a_page(in_ina: Organization, at: datetime) -> None:
    response = response_for(take(pdf(), at, "書類.pdf"))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()
