"""The walk: every address as everybody in two towns. What the mark promises is what happens."""

import re
from http import HTTPStatus
from typing import Any

import html5lib
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kayoi.foundation.tenancy import scope
from tests.cast import enter
from tests.guards.urls import Address, addresses, examples
from tests.world import World

pytestmark = pytest.mark.django_db
OUR = [address for address in addresses() if not address.third_party]
FINE = {200, 302, 405}


@pytest.fixture
def _django_db_helper(built: World) -> None:
    """Stand in for pytest-django's own transaction: the world has one that lasts for the whole module."""


@pytest.fixture(scope="module")
def walkers(built: World) -> dict[str, Client]:
    """Everybody with a browser of their own."""
    return {name: enter(user) if user else Client() for name, user in built.actors.items()}


def href(address: Address, world: World) -> str:
    return reverse(address.name, kwargs=examples()[address.name](world))


def status(response: Any) -> int:
    """Return the status; a file that is served must be read to its end, or it stays open."""
    if response.streaming:
        b"".join(response.streaming_content)
    return int(response.status_code)


def town_of(address: Address, world: World) -> str:
    return str(examples()[address.name](world).get("organization", ""))


def partner_permissions(name: str, world: World) -> frozenset[str]:
    permissions: frozenset[str] = settings.KAYOI_PARTNER_ROLES[world.partners[name].membership.role].permissions
    return permissions


def expected(address: Address, name: str, world: World) -> set[int]:
    """Return the statuses that the mark promises to this actor for a GET."""
    mark = address.mark
    if mark.kind == "public":
        return FINE | {404}
    if name == "nobody":
        return {302}
    if mark.kind == "person":
        return FINE | {404}
    if mark.kind == "partner":
        if world.towns_of_partners.get(name) != town_of(address, world):
            return {404}
        return FINE if mark.permission in partner_permissions(name, world) else {403}
    member = world.members.get(name)
    if member is None or member.organization.slug != town_of(address, world):
        return {404}
    role = settings.KAYOI_STAFF_ROLES[member.membership.role]
    return FINE if mark.permission in role.permissions else {403}


@pytest.mark.parametrize("address", OUR, ids=lambda address: address.name)
def test_everybody_gets_what_the_mark_promises(address: Address, world: World, walkers: dict[str, Client]) -> None:
    target = href(address, world)
    for name, client in walkers.items():
        got = status(client.get(target))
        assert got in expected(address, name, world), f"{name} gets {got} at {target}"
        if expected(address, name, world) & {403, 404, 302} and 200 not in expected(address, name, world):
            posted = status(client.post(target))
            assert posted in expected(address, name, world), f"{name} posts and gets {posted} at {target}"


# Which rows of one person the other person must not reach, by address.
OF_HANA = ["portal:withdraw_consent", "portal:attachment", "portal:remove_household_member"]


@pytest.mark.parametrize("name", OF_HANA)
def test_another_person_reaches_nothing(name: str, world: World, walkers: dict[str, Client]) -> None:
    (address,) = [address for address in OUR if address.name == name]
    client = walkers["ken"]
    for response in (client.get(href(address, world)), client.post(href(address, world))):
        assert status(response) in {404, 405}


def partner_of_sado(address: Address, world: World) -> str:
    """Return the partner of Sado who may see such a page."""
    return next(
        name for name, slug in world.towns_of_partners.items()
        if slug == "sado" and address.mark.permission in partner_permissions(name, world)
    )  # fmt: skip


OF_ROWS = [address for address in OUR if address.mark.kind in {"staff", "partner"} and "<int:pk>" in address.route]


@pytest.mark.parametrize("address", OF_ROWS, ids=lambda address: address.name)
def test_rows_of_another_town_do_not_exist(address: Address, world: World, walkers: dict[str, Client]) -> None:
    """Sado's head, or its partner, asks for Ina's rows through Sado's own pages."""
    kwargs = examples()[address.name](world)
    client = walkers["sado" if address.mark.kind == "staff" else partner_of_sado(address, world)]
    target = reverse(address.name, kwargs=kwargs | {"organization": "sado"})
    assert status(client.get(target)) in {404, 405}
    assert status(client.post(target, {"why": "x", "rows": [1]})) in {404, 405}
    assert {status(client.get(target)), status(client.post(target))} != {405}


def reader(address: Address, world: World) -> str:
    """Return somebody who may see the page."""
    if address.mark.kind == "public":
        return "nobody"
    if address.mark.kind == "person":
        return "hana"
    if address.mark.kind == "partner":
        return next(name for name in world.partners if address.mark.permission in partner_permissions(name, world))
    for name, member in world.members.items():
        role = settings.KAYOI_STAFF_ROLES[member.membership.role]
        if member.organization.slug == town_of(address, world) and address.mark.permission in role.permissions:
            return name
    raise AssertionError(f"nobody may see {address.name}")


def page(address: Address, world: World, walkers: dict[str, Client]) -> str | None:
    response = walkers[reader(address, world)].get(href(address, world))
    if status(response) != HTTPStatus.OK or not response.get("Content-Type", "").startswith("text/html"):
        return None
    return response.content.decode()


def faults(text: str) -> list[str]:
    """Return what is wrong with a page: syntax, language, headings, labels, inline styles and scripts."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    wrong = [f"{code} {data}" for _, code, data in parser.errors]
    root = tree if tree.tag == "html" else tree.find("html")
    if root.get("lang") not in {"ja", "en"}:
        wrong.append("no lang")
    if len(list(tree.iter("h1"))) != 1:
        wrong.append(f"{len(list(tree.iter('h1')))} h1")
    title = tree.find(".//title")
    if title is None or not (title.text or "").strip():
        wrong.append("no title")
    wrong += _unlabelled(tree)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        wrong += [
            f"inline {name} on {element.tag}"
            for name in element.attrib
            if name == "style" or re.match(r"on[a-z]+$", name)
        ]
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            wrong.append("inline script")
    ids = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
    wrong += [f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1}]
    return wrong


def _unlabelled(tree: Any) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {control for label in tree.iter("label") for control in label.iter()}
    return [
        f"no label: {control.tag} {control.get('name')}"
        for tag in ("input", "select", "textarea")
        for control in tree.iter(tag)
        if control.get("type") not in {"hidden", "submit"}
        and control.get("id") not in labelled
        and control not in wrapped
        and not control.get("aria-label")
        and not control.get("aria-labelledby")
    ]


@pytest.mark.parametrize("address", OUR, ids=lambda address: address.name)
def test_pages_are_sound(address: Address, world: World, walkers: dict[str, Client]) -> None:
    text = page(address, world, walkers)
    if text is None:
        return
    assert faults(text) == []
    assert "架空の人物" in text, "the demo notice is missing"


def test_guard_sees_a_bad_page() -> None:
    body = "<h1>a</h1><h1>b</h1><input name=x><p style='x'>"
    text = f"<!DOCTYPE html><html><head><title></title></head><body>{body}</body></html>"
    found = " ".join(faults(text))
    for fault in ("no lang", "2 h1", "no title", "no label: input x", "inline style on p"):
        assert fault in found


# Pages whose number of queries may depend on rows, with the reason.
MAY_GROW: dict[str, str] = {}


@pytest.fixture(scope="module")
def queries(built: World, walkers: dict[str, Client]) -> dict[str, list[int]]:
    """Count the queries of every page, with 3 rows of what lists show and with 30; the world grows but twice."""
    counts: dict[str, list[int]] = {}
    with transaction.atomic():
        for rows in (3, 27):
            built.grow(rows)
            for address in OUR:
                who, target = reader(address, built), href(address, built)
                client = walkers[who]
                if who == "nobody":  # what a page before it has left in the session is another visitor's
                    client.cookies.clear()
                status(client.get(target))  # caches of the process are filled
                with CaptureQueriesContext(connection) as captured:
                    status(client.get(target))
                counts.setdefault(address.name, []).append(len(captured))
        transaction.set_rollback(True)
    return counts


@pytest.mark.parametrize("address", OUR, ids=lambda address: address.name)
def test_queries_do_not_grow_with_rows(address: Address, world: World, queries: dict[str, list[int]]) -> None:
    assert not scope.is_open()
    few, many = queries[address.name]
    assert many <= few or address.name in MAY_GROW, f"{few} queries with 3 rows, {many} with 30"
