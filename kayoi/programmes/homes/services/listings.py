"""Make what the public sees of a house: a copy of its public items, renewed with every change, gone at once."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.models.searching import vector
from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Home, Listing
from kayoi.programmes.homes.models.listings import ThisTransaction
from kayoi.programmes.homes.selectors.listings import listings_unlike, public_copy, words_of
from kayoi.programmes.homes.states import EARLY_DAYS
from kayoi.programmes.homes.states.houses import SHOWN


@transaction.atomic
def renew_listing(*, home: Home, by: Actor, at: datetime) -> Listing | None:
    """Publish a house as it is now, or take it off where its state or consents do not allow it (掲載を新しくする)."""
    fields = public_copy(home) if home.status in SHOWN else None
    if fields is None:
        withdraw_listing(home=home, by=by, at=at)
        return None
    known = Listing.objects.filter(home=home).first()
    values = {**fields, "search": vector(words_of(fields)), **_since(known, fields, at=at)}
    listing, _ = Listing.objects.update_or_create(home=home, defaults=values)
    audit.record("homes.list", listing, by=by, at=at, after={"number": home.number, "state": home.status})
    openings.publish_opening(
        kind=OpeningKind.HOME,
        reference=home.number,
        fields={
            "title": listing.title,
            "title_en": listing.title_en,
            "place_code": listing.place_code,
            "path": f"homes/{listing.pk}/",
            "published_from": listing.early_until or listing.published_from,
            "published_until": None,
        },
        by=by,
        at=at,
    )
    return listing


@transaction.atomic
def renew_unlike(*, by: Actor, at: datetime) -> int:
    """Renew the copies that do not say any more what their house says (掲載を合わせる); return how many.

    What is near a house is of the town, not of the house: no change of the house renews it.
    """
    unlike = [listing.home for listing in listings_unlike()]
    for home in unlike:
        renew_listing(home=home, by=by, at=at)
    return len(unlike)


@transaction.atomic
def withdraw_listing(*, home: Home, by: Actor, at: datetime) -> None:
    """Take a house off the public pages, the feed and the exports (掲載をやめる). Twice the same changes nothing."""
    for listing in Listing.objects.filter(home=home, withdrawn_at=None):
        Listing.objects.filter(pk=listing.pk).update(
            withdrawn_at=at, changed_in=ThisTransaction(), on_national_sites=False
        )
        audit.record("homes.unlist", listing, by=by, at=at)
    openings.withdraw_opening(kind=OpeningKind.HOME, reference=home.number, by=by, at=at)


def _since(known: Listing | None, fields: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Return what a listing has besides the house: since when, for whom first, what it cost before."""
    new = {"changed_at": at, "changed_in": ThisTransaction(), "withdrawn_at": None}
    if known is None or known.withdrawn_at is not None:
        days = setting(EARLY_DAYS, on=local_date(at))
        return {**new, "published_from": at, "early_until": at + timedelta(days=days) if days else None}
    before = {}
    for name in ("price", "rent"):
        old, now = getattr(known, f"{name}_yen"), fields[f"{name}_yen"]
        if old != now:
            before[f"{name}_before_yen"] = old
    return {**new, **before}
