"""The first wall is switched off: row-level security alone lets nobody read another town's or person's rows."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from kayoi.config.database import ROLES
from kayoi.foundation.tenancy.models import TenantManager, TenantModel
from kayoi.kit.sheets import read_sheets
from tests.cast import enter
from tests.guards.urls import addresses, examples
from tests.world import World, canary, make_world

pytestmark = [pytest.mark.proof, pytest.mark.django_db]
# Pages that a secret link opens to whoever has it: what they say of the town in the address is no leak.
BY_LINK = {
    "homes:entrance": "the page by which an owner answers about the house that the letter names",
    "schemes:you": "an applicant's own draft, with the name that was written into it",
}


@contextmanager
def without_first_wall() -> Iterator[None]:
    """Let managers filter nothing and rows be written for anybody."""

    def everything(manager: Any) -> models.QuerySet[Any]:
        return models.Manager.get_queryset(manager)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TenantManager, "get_queryset", everything)
        patch.setattr(TenantModel, "claim", lambda row: None)
        yield


def marks(world: World) -> dict[str, set[str]]:
    """Return the words that each actor may read. Hana owns the house in Ina, Ken that in Sado; brokers call them."""
    ina, sado = world.ina, world.sado
    hana, ken = canary(ina, str(world.hana)), canary(sado, str(world.ken))
    house_of_ina, house_of_sado = canary(ina, "空き家の番地"), canary(sado, "空き家の番地")
    of_ina = {hana, canary(ina, "ほかの人"), canary(ina, "職員"), house_of_ina}
    of_sado = {ken, canary(sado, "ほかの人"), canary(sado, "職員"), house_of_sado}
    staff_of_ina = dict.fromkeys(("officer", "section_head", "contractor"), of_ina)
    return {
        "nobody": set(), "hana": {hana, house_of_ina}, "ken": {ken, house_of_sado}, **staff_of_ina, "sado": of_sado,
        "prefecture_officer": set(), "operator": set(), "broker": {house_of_ina, hana},
        "broker_of_sado": {house_of_sado, ken}, "broker_ended": set(), "all": of_ina | of_sado,
    }  # fmt: skip


def targets(world: World) -> list[tuple[str, str]]:
    """Return every address of Ina with Ina's rows, of Sado with Sado's, and of each with the rows of the other.

    Each with its name.
    """
    found = set()
    swapped = world.seen_from_sado()
    for address in addresses():
        if address.third_party:
            continue
        for view in (world, swapped):
            kwargs = examples()[address.name](view)
            found.add((address.name, reverse(address.name, kwargs=kwargs)))
            if "organization" in kwargs:
                try:
                    elsewhere = kwargs | {"organization": view.sado.slug}
                    found.add((address.name, reverse(address.name, kwargs=elsewhere)))
                except NoReverseMatch:
                    continue
    return sorted(found)


def text_of(response: Any) -> str:
    """Return what a response says, also inside a workbook."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        return str(read_sheets(body, name="x.xlsx"))
    return str(body.decode("utf-8", "replace"))


def walk(world: World) -> Counter[str]:
    """Ask for everything as everybody; count requests, sightings of own rows, and leaks."""
    allowed = marks(world)
    of_town = {world.ina.slug: allowed["officer"], world.sado.slug: allowed["sado"]}
    count: Counter[str] = Counter()
    for name, user in world.actors.items():
        client = enter(user) if user else Client()
        client.raise_request_exception = False
        for page, target in targets(world):
            mine = allowed[name] | (of_town[target.split("/")[1]] if page in BY_LINK else set())
            for method in (client.get, client.post):
                response = method(target)
                text = text_of(response)
                seen = {mark for mark in allowed["all"] if mark in text}
                count["requests"] += 1
                count["own rows"] += bool(seen & allowed[name])
                if leaked := seen - mine:
                    count["leaks"] += 1
                    count[f"leak: {name} {method.__name__} {page} {target} {sorted(leaked)}"] += 1
    return count


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    settings.UPLOADS = settings.MAIL_FOLDER = tmp_path
    return make_world()


def test_row_level_security_alone_leaks_nothing(world: World, say: Callable[[str], None]) -> None:
    with without_first_wall():
        count = walk(world)
    say(
        f"first wall off: {count['requests']} requests as {len(world.actors)} actors in two towns, "
        f"{count['own rows']} showed own rows, {count['leaks']} leaks"
    )
    assert count["own rows"] > 100
    assert [line for line in count if line.startswith("leak: ")] == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a foreign file is opened, then refused
def test_walk_sees_leaks_where_both_walls_are_off(world: World, say: Callable[[str], None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)")
        me, is_superuser = cursor.fetchone()
    if not is_superuser:
        pytest.skip("the log-in of this server may not step over row-level security")
    with without_first_wall(), override_settings(KAYOI_ROLES=dict.fromkeys(ROLES, me) | {"web": ROLES["web"]}):
        count = walk(world)
    say(f"both walls off (control): {count['leaks']} leaks are seen")
    assert count["leaks"] > 20
