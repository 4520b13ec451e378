"""Reads about organizations: settings in force, who shares what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kayoi.foundation.tenancy.models import Organization, Partnership, Setting, Sharing
from kayoi.foundation.tenancy.states import OrganizationKind, Shared
from kayoi.kit.states import TownSetting


def setting(which: TownSetting, *, on: date) -> int:
    """Return the open organization's value of a setting on that day, or its default."""
    row = Setting.objects.filter(key=which.key, starts_on__lte=on).order_by("-starts_on").first()
    return which.default if row is None else row.value


def settings_on(which: Iterable[TownSetting], *, on: date) -> dict[str, int]:
    """Return the open organization's values of several settings on that day by key, read once."""
    defaults = {one.key: one.default for one in which}
    chosen = Setting.objects.filter(key__in=defaults, starts_on__lte=on).order_by("starts_on")
    return defaults | dict(chosen.values_list("key", "value"))


def chosen_values(which: TownSetting) -> list[Setting]:
    """Return the values that the open organization has chosen for a setting, the latest first."""
    return list(Setting.objects.filter(key=which.key).order_by("-starts_on"))


@dataclass(frozen=True)
class SettingOverTime:
    """A setting of one organization with all its dated values, read once."""

    which: TownSetting
    rows: tuple[tuple[date, int], ...]

    def on(self, day: date) -> int:
        """Return the value in force on a day."""
        values = [value for starts_on, value in self.rows if starts_on <= day]
        return values[-1] if values else self.which.default


def settings_over_time(which: TownSetting) -> dict[int, SettingOverTime]:
    """Return the setting by organization id, for every organization in the open scope that has chosen a value."""
    rows: dict[int, list[tuple[date, int]]] = {}
    chosen = Setting.objects.filter(key=which.key).order_by("organization_id", "starts_on")
    for organization_id, starts_on, value in chosen.values_list("organization_id", "starts_on", "value"):
        rows.setdefault(organization_id, []).append((starts_on, value))
    return {pk: SettingOverTime(which, tuple(values)) for pk, values in rows.items()}


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


def readers_of(giver: Organization, what: Shared, *, on: date) -> list[Organization]:
    """Return the organizations that `giver` lets see `what` on that day."""
    sharings = Sharing.objects.filter(
        Q(ends_before=None) | Q(ends_before__gt=on), giver=giver, what=what, starts_on__lte=on
    )
    return list(dict.fromkeys(sharing.reader for sharing in sharings.select_related("reader").order_by("reader_id")))


def partnership_between(town: Organization, partner: Organization, *, on: date) -> Partnership | None:
    """Return the partnership of a town with a partner that is in force on that day."""
    found: Partnership | None = Partnership.objects.in_force(on).filter(town=town, partner=partner).first()
    return found
