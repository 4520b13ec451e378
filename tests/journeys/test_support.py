"""The journey: a family of four from Tokyo learns in a few questions what the towns of all rulesets have for it."""

import json
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from kayoi.doors.portal.selectors.support.book import KINDS
from kayoi.doors.portal.tests.factories import adopt
from kayoi.foundation.places.models import Place
from kayoi.foundation.places.services import load_places
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.cast import make_organization
from tests.clock import NOW

pytestmark = pytest.mark.django_db

SETAGAYA, CHIYODA = "東京都世田谷区", "東京都千代田区"


def on(prefix: str, day: str) -> dict[str, str]:
    return dict(zip([f"{prefix}_{part}" for part in ("year", "month", "day")], day.split("-"), strict=True))


def rows(*given: dict[str, str]) -> dict[str, str]:
    posted = {"rows-TOTAL_FORMS": str(len(given)), "rows-INITIAL_FORMS": "0"}
    return posted | {f"rows-{number}-{key}": one for number, row in enumerate(given) for key, one in row.items()}


def member(relation: str, born: str) -> dict[str, str]:
    together = {"together_before": "yes", "together_now": "yes"}
    return {"relation": relation} | on("born_on", born) | together | on("moved_in_on", "2026-10-01")


def time(way: dict[str, str]) -> dict[str, str]:
    return on("from", "2010-04-01") | on("until", "2026-09-30") | {"place": SETAGAYA} | way


# They work from home for their company in Tokyo, and rent a house.
FAMILY: dict[str, dict[str, Any]] = {
    "usual-answers": {"all": "1"},
    "schemes": {"schemes": ["ijushienkin", "oyama-migration", "ina-settling"]},
    "applicant.born_on": on("answer", "1988-05-02"),
    "applicant.residence_status": {"answer": "japanese"},
    "applicant.lives_in": {"answer": SETAGAYA},
    "applicant.times": rows(
        time({"as": "living"}), time({"as": "commuting", "to": CHIYODA, "employed": "yes", "insured": "yes"})
    ),
    "household.members": rows(
        member("spouse", "1989-03-03"), member("child", "2018-07-07"), member("child", "2021-07-07")
    ),
    "move.from": {"answer": SETAGAYA},
    "move.to": {"answer": "長野県伊那市"},
    "move.moved_in_on": on("answer", "2026-10-01"),
    "move.district_kind": {"answer": "other"},
    "stay.considers": {"answer": "move"},
    "work.route": {"answer": "telework"},
    "work.same_job_by_telework": {"answer": "yes"},
    "work.place": {"answer": CHIYODA},
    "work.started_on": on("answer", "2020-04-01"),
    "work.employer_used_grant": {"answer": "no"},
    "house.acquisition": {"answer": "rent"},
    "house.place": {"answer": "長野県伊那市"},
    "house.in_bank": {"answer": "no"},
    "house.party": {"answer": "none"},
}


@pytest.fixture
def book(ina: Organization, nagano: Organization) -> int:
    """All rulesets of the repository, in force where they belong. Return how many there are to be found."""
    load_places(by=system("test"), at=NOW)
    files = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((settings.ROOT / "data/rulesets").glob("*.json"))
    ]
    publishers = {file["publisher"] for file in files}
    places = Place.objects.filter(name__in=publishers).exclude(name=ina.name)
    towns = {one.name: make_organization(f"town-{one.code}", name=one.name, place_code=one.code) for one in places}
    for file in files:
        # Those of the nation hold in Ina, the relocation grant in Oyama too.
        adopt(towns.get(file["publisher"], ina), file)
        if file["key"] == "ijushienkin":
            adopt(towns["小山市"], file)
    return sum(file["kind"] in KINDS for file in files) + 1


def asked(client: Client, here: str) -> list[str]:
    """Answer as the family would, and pick the relocation grants. Return what was asked."""
    found = []
    while here != "/find-support/results/":
        key = unquote(here).rstrip("/").rpartition("/")[2]
        found.append(key)
        posted = FAMILY.get(key.partition("~")[0], {"unknown": "1"})
        response = client.post(here, posted)
        assert response.status_code == 302, (key, posted, response.content.decode())
        here = response.headers["Location"]
    return found


def test_a_family_of_four_knows_after_few_questions(book: int) -> None:
    chosen: dict[str, Any]
    for chosen in ({"towns": ["town-092088"]}, {"towns": ["ina"]}, {"kinds": ["grant"]}, {}):
        client = Client()
        questions = asked(client, client.post("/find-support/", chosen).headers["Location"])
        print(f"{chosen or 'everything'}: {len(questions)} questions, {book} rulesets in all: {', '.join(questions)}")
        page = client.get("/find-support/results/", follow=True).content.decode()
        assert "300万円" in page  # 100 for the household, 100 for each child
        assert len(questions) <= 12
