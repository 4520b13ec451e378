"""Photos, plans and papers of a house: taken, described, shown, removed."""

from datetime import datetime
from typing import IO, TypedDict

from django.db import transaction
from django.db.models import Max

from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.kit.actor import Actor
from kayoi.programmes.homes.models import Home, Picture
from kayoi.programmes.homes.services.listings import renew_listing
from kayoi.programmes.homes.states import PictureKind

SMALL_PX = 640


class PictureFields(TypedDict, total=False):
    """What can be said of a picture."""

    kind: str
    caption: str
    caption_en: str
    position: int
    is_public: bool


@transaction.atomic
def add_picture(
    *, home: Home, upload: IO[bytes], name: str, size: int, kind: PictureKind, by: Actor, at: datetime
) -> Picture:
    """Take a picture or paper of a house (写真・書類を加える), made anew and unpublished. Raises UnableToTakeFile."""
    stored = files.take_file(upload=upload, name=name, size=size, by=by, at=at)
    small = files.make_small(stored=stored, side_px=SMALL_PX, by=by, at=at)
    last = Picture.objects.filter(home=home).aggregate(last=Max("position"))["last"] or 0
    picture = Picture.objects.create(home=home, file=stored, small=small, kind=kind, position=last + 1, added_at=at)
    audit.record("homes.add_picture", picture, by=by, at=at, after={"home": home, "kind": kind})
    return picture


@transaction.atomic
def change_picture(*, picture: Picture, changes: PictureFields, by: Actor, at: datetime) -> None:
    """Describe a picture, order it, show it or not (写真の説明・並び順・公開); a paper is never shown."""
    if changes.get("kind", picture.kind) == PictureKind.PAPER:
        changes = {**changes, "is_public": False}
    before = audit.change(picture, dict(changes), version=None, by=by, at=at)
    if before:
        renew_listing(home=picture.home, by=by, at=at)


@transaction.atomic
def remove_picture(*, picture: Picture, by: Actor, at: datetime) -> None:
    """Remove a picture and its files (写真を消す)."""
    home, stored = picture.home, [file for file in (picture.file, picture.small) if file is not None]
    audit.record("homes.remove_picture", picture, by=by, at=at, before={"home": home, "kind": picture.kind})
    picture.delete()
    for file in stored:
        files.forget_file(stored=file, by=by, at=at)
    renew_listing(home=home, by=by, at=at)
