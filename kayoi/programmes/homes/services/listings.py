"""Make what the public sees of a house: a copy of its public items, renewed with every change, gone at once."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.homes.models import Home, Listing
from kayoi.programmes.homes.selectors.listings import public_copy
from kayoi.programmes.homes.states.houses import SHOWN


@transaction.atomic
def renew_listing(*, home: Home, by: Actor, at: datetime) -> Listing | None:
    """Publish a house as it is now, or take it off where its state or consents do not allow it (掲載を新しくする)."""
    fields = public_copy(home) if home.status in SHOWN else None
    if fields is None:
        withdraw_listing(home=home, by=by, at=at)
        return None
    known = Listing.objects.filter(home=home).first()
    listing, _ = Listing.objects.update_or_create(
        home=home,
        defaults={
            **fields,
            "published_from": known.published_from if known and known.withdrawn_at is None else at,
            "changed_at": at,
            "withdrawn_at": None,
        },
    )
    audit.record("homes.list", listing, by=by, at=at, after={"number": home.number, "state": home.status})
    openings.publish_opening(
        kind=OpeningKind.HOME,
        reference=home.number,
        fields={
            "title": listing.title,
            "title_en": listing.title_en,
            "place_code": listing.place_code,
            "path": f"homes/{listing.pk}/",
            "published_from": listing.published_from,
            "published_until": None,
        },
        by=by,
        at=at,
    )
    return listing


@transaction.atomic
def withdraw_listing(*, home: Home, by: Actor, at: datetime) -> None:
    """Take a house off the public pages, the feed and the exports (掲載をやめる). Twice the same changes nothing."""
    for listing in Listing.objects.filter(home=home, withdrawn_at=None):
        Listing.objects.filter(pk=listing.pk).update(withdrawn_at=at, on_national_sites=False)
        audit.record("homes.unlist", listing, by=by, at=at)
    openings.withdraw_opening(kind=OpeningKind.HOME, reference=home.number, by=by, at=at)
