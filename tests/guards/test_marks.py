"""Every view carries exactly one mark, every address is named, typed, kebab-case and has an example."""

import re

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, resolve

from kayoi.foundation.identity.marks import Mark, person, public
from kayoi.foundation.tenancy.states import RESERVED_SLUGS
from tests.guards.urls import UNMARKED, Address, addresses, examples


def unmarked(found: list[Address]) -> list[str]:
    return [address.route for address in found if not isinstance(address.mark, Mark) and not address.third_party]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_every_view_has_a_mark() -> None:
    found = addresses()
    assert len(found) > 60
    assert unmarked(found) == []
    assert unmarked([Address("ina/secret/", "x", path("x", plain).callback)]) == ["ina/secret/"]


def test_excuses_are_still_needed() -> None:
    used = {
        prefix
        for prefix in UNMARKED
        for address in addresses()
        if address.third_party and address.route.startswith(prefix)
    }
    assert used == set(UNMARKED)


def test_no_view_can_have_two_marks() -> None:
    with pytest.raises(AssertionError, match="has a mark already"):
        public()(person()(plain))


ROUTE = re.compile(r"^(?:(?:<(?:int|str|slug|uuid):\w+>|_?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.css)?|\.well-known)/?)*$")


def test_addresses_are_typed_and_kebab_case() -> None:
    assert [a.route for a in addresses() if not a.third_party and not ROUTE.match(a.route)] == []
    assert not ROUTE.match("staff/caseFiles/")
    assert not ROUTE.match("staff/<pk>/")


def test_every_address_has_a_name_and_an_example() -> None:
    names = {address.name for address in addresses() if not address.third_party}
    assert names == set(examples())


def test_fixed_first_segments_are_no_slugs() -> None:
    first = {re.split(r"[/<]", address.route)[0] for address in addresses()} - {""}
    assert {segment for segment in first if not segment.startswith("_")} <= RESERVED_SLUGS


# What stands in a route for a part that varies: another address must not take it for its own fixed part.
PARTS = {"int": "7", "slug": "zz", "str": "zz", "uuid": "6f2d6f0a-55a5-4a6b-9a0c-0d6f6e1c2b3a", "path": "zz"}


def test_no_address_hides_another() -> None:
    for address in addresses():
        if address.third_party or address.route.startswith("^") or "(?P" in address.route:
            continue
        path_of_it = re.sub(r"<(\w+):\w+>", lambda part: PARTS[part[1]], address.route)
        assert resolve(f"/{path_of_it}").view_name == address.name, path_of_it


def test_every_permission_is_somebodys_and_every_mark_names_one() -> None:
    roles = [*settings.KAYOI_STAFF_ROLES.values(), *settings.KAYOI_PARTNER_ROLES.values()]
    held = set().union(*(role.permissions for role in roles))
    asked = {address.mark.permission for address in addresses() if isinstance(address.mark, Mark)} - {None}
    assert asked <= {str(permission) for permission in held}
