"""Reads about organizations: settings in force, who shares what."""

from datetime import date

from django.db.models import Q

from kayoi.foundation.tenancy.models import Organization, Setting, Sharing
from kayoi.foundation.tenancy.states import OrganizationKind, Shared
from kayoi.kit.states import TownSetting


def setting(which: TownSetting, *, on: date) -> int:
    """Return the open organization's value of a setting on that day, or its default."""
    row = Setting.objects.filter(key=which.key, starts_on__lte=on).order_by("-starts_on").first()
    return which.default if row is None else row.value


def operator() -> Organization:
    """Return the operator (運営者) of this installation."""
    found: Organization = Organization.objects.get(kind=OrganizationKind.OPERATOR)
    return found


def givers_to(reader: Organization, what: Shared, *, on: date) -> list[Organization]:
    """Return the organizations that let `reader` see `what` on that day, by place code."""
    sharings = (
        Sharing.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), reader=reader, what=what, starts_on__lte=on)
        .select_related("giver")
        .order_by("giver__place_code", "giver_id")
    )
    return list(dict.fromkeys(sharing.giver for sharing in sharings))
