"""Open organizations, change what they say about themselves, their settings, and what they share."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Setting, Sharing
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.states import TownSetting


@transaction.atomic
def open_organization(*, fields: dict[str, Any], by: Actor, at: datetime) -> Organization:
    """Register an organization (団体を登録する). The first entry of its audit trail is its own opening."""
    organization = Organization(opened_on=local_date(at), **fields)
    organization.full_clean()
    organization.save()
    with scope.of_organization(organization.pk):
        audit.record("organization.open", organization, by=by, at=at, after=fields)
    return organization


@transaction.atomic
def change_organization(
    *, organization: Organization, changes: dict[str, Any], version: int, by: Actor, at: datetime
) -> None:
    """Change what an organization says about itself (団体の情報を変える). Raises ChangedMeanwhile."""
    before = {name: getattr(organization, name) for name in changes}
    rows = Organization.objects.filter(pk=organization.pk, version=version)
    if not rows.update(**changes, version=version + 1):
        raise ChangedMeanwhile
    organization.refresh_from_db()
    audit.record("organization.change", organization, by=by, at=at, before=before, after=changes)


class SettingOutOfRange(ValueError):
    """The value is smaller or larger than the setting allows."""


@transaction.atomic
def set_setting(*, which: TownSetting, value: int, starts_on: date, by: Actor, at: datetime) -> Setting:
    """Choose a setting's value from a day on (設定を変える); what was counted before that day does not change."""
    if not which.least <= value <= which.most:
        raise SettingOutOfRange(f"{which.label}は{which.least}から{which.most}{which.unit}までです。")
    row, _ = Setting.objects.update_or_create(key=which.key, starts_on=starts_on, defaults={"value": value})
    audit.record("setting.set", row, by=by, at=at, after={"key": which.key, "value": value, "starts_on": starts_on})
    return row


@transaction.atomic
def share(
    *, giver: Organization, reader: Organization, what: Shared, starts_on: date, by: Actor, at: datetime
) -> Sharing:
    """Let another organization see something of ours from a day on (共有する)."""
    sharing, made = Sharing.objects.get_or_create(giver=giver, reader=reader, what=what, starts_on=starts_on)
    if made:
        audit.record(
            "sharing.give", sharing, by=by, at=at, after={"reader": reader, "what": what, "starts_on": starts_on}
        )
    return sharing


@transaction.atomic
def end_sharing(*, sharing: Sharing, by: Actor, at: datetime) -> None:
    """End a sharing today (共有をやめる)."""
    today = local_date(at)
    if sharing.starts_on >= today:
        audit.record("sharing.withdraw", sharing, by=by, at=at)
        sharing.delete()
        return
    Sharing.objects.filter(pk=sharing.pk).update(ends_before=today)
    audit.record("sharing.end", sharing, by=by, at=at, after={"ends_before": today})
