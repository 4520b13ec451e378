"""Events, groups and brochures for tests."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Interest
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.fairs import services
from kayoi.programmes.fairs.models import Brochure, BrochureRequest, Event, Visit
from kayoi.programmes.fairs.states import EventKind, Way

FIELDS = {"name": "山田 花", "kana": "やまだ はな", "phone": "090-1234-5678", "email": "hana@example.jp"}
ADDRESS = {"postal_code": "154-0001", "place_code": "131121", "address": "池尻1-2-3 グリーンハイツ202"}


def make_event(*, by: Actor, at: datetime, on: date = date(2026, 11, 15), **fields: Any) -> Event:
    values: dict[str, Any] = {
        "title": "移住フェア", "kind": EventKind.FAIR, "starts_on": on,
        "ends_before": date.fromordinal(on.toordinal() + 1), "place": "東京", "organiser": "",
    } | fields  # fmt: skip
    return services.make_event(fields=values, by=by, at=at)  # type: ignore[arg-type]


def make_visit(event: Event, *, by: Actor, at: datetime, **guest: Any) -> Visit:
    values: dict[str, Any] = {
        "persons": 2, "way": Way.STAND, "visited_at": at, "fields": dict(FIELDS), "client_key": uuid4(),
        "interests": frozenset({Interest.HOUSING}), "consents": frozenset({ConsentPurpose.CONSULTATION}),
    } | guest  # fmt: skip
    return services.record_visit(event=event, guest=services.Guest(**values), by=by, at=at)


def make_brochure(*, by: Actor, at: datetime, **fields: Any) -> Brochure:
    values = {"title": "移住の手引き", "stock": 10, "reorder_at": 3} | fields
    organization = Organization.objects.get(pk=scope.current().writable_id())
    return services.make_brochure(organization=organization, fields=values, by=by, at=at)


def make_request(brochure: Brochure, *, by: Actor, at: datetime, **given: Any) -> BrochureRequest:
    """Ask for a brochure as a caller does; `fields` are those of the file, the rest are those of Wanted."""
    fields = given.pop("fields", FIELDS | ADDRESS)
    values: dict[str, Any] = {
        "brochures": [brochure], "channel": Channel.TELEPHONE, "requested_at": at, "client_key": uuid4(),
    } | given  # fmt: skip
    made = services.ask_for_brochures(
        fields=fields, person=None, consents=frozenset({ConsentPurpose.CONSULTATION}),
        wanted=services.Wanted(**values), by=by, at=at,
    )  # fmt: skip
    return made[0]
