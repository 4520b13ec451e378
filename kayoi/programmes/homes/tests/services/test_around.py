"""Where a house stands and what is around it; the land library as a fake at the network's edge."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.places.models import Facility, Place, Quarter, Source
from kayoi.foundation.places.rules.distance import distance_km
from kayoi.foundation.places.states import FacilityKind, Hazard, PlaceKind
from kayoi.foundation.tenancy.models import Organization, Setting
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.homes import jobs, services
from kayoi.programmes.homes.models import LibraryAnswer, Listing, LocalFacility
from kayoi.programmes.homes.rules.facilities import Listed
from kayoi.programmes.homes.selectors.around import library_on, nearest_of_each, shelters_of
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.around import LIBRARY, Layer
from kayoi.programmes.homes.tests.factories import make_facility
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member

HERE = (35.8134, 138.0690)
ZONE = {"type": "Polygon", "coordinates": [[[138, 35], [139, 35], [139, 36], [138, 36], [138, 35]]]}


@pytest.fixture
def ina_on_the_map(db: None) -> Place:
    """The place of Ina with a quarter and two shelters, of which the nearer is not for floods."""
    known = {
        "kana": "x",
        "name_en": "x",
        "name_en_by_rule": True,
        "status": "current",
        "office_lat": 35.8,
        "office_lon": 138,
    }
    nagano, _ = Place.objects.get_or_create(
        code="200000",
        defaults={"code5": "20000", "kind": PlaceKind.PREFECTURE, "name": "長野県", "full_name": "長野県", **known},
    )
    place, _ = Place.objects.get_or_create(
        code="202096",
        defaults={
            "code5": "20209", "kind": PlaceKind.CITY, "name": "伊那市", "full_name": "長野県伊那市",
            "prefecture": nagano, **known,
        },
    )  # fmt: skip
    source, _ = Source.objects.get_or_create(key="shelters")
    Facility.objects.all().delete()
    Quarter.objects.get_or_create(place=place, name="高遠町勝間", defaults={"lat": 35.8135, "lon": 138.0681})
    for name, lat, hazards in (("近い広場", 35.815, ["earthquake"]), ("高台の学校", 35.825, ["earthquake", "flood"])):
        Facility.objects.create(
            kind=FacilityKind.SHELTER, place=place, name=name, lat=lat, lon=138.069, hazards=hazards, source=source
        )
    return place


def test_the_nearest_of_each_kind_and_the_shelter_for_the_hazard(
    ina_on_the_map: Place, in_ina: Organization, officer: Member, at: datetime
) -> None:
    make_facility("遠い小学校", at=at, lat=35.9)
    make_facility("近い小学校", at=at, lat=35.82, lon=138.06)
    make_facility("沖縄の小学校", at=at, lat=26.2, lon=127.7)
    near = nearest_of_each(HERE)
    assert [(one.kind, one.name) for one in near] == [
        (FacilityKind.SCHOOL, "近い小学校"), (FacilityKind.SHELTER, "近い広場"),
    ]  # fmt: skip
    assert near[0].distance_km == pytest.approx(distance_km(HERE, (35.82, 138.06)))
    home = make_home(
        by=officer.actor,
        at=at,
        lat=HERE[0],
        lon=HERE[1],
        details={"hazard_flood": "inside", "hazard_tsunami": "outside"},
    )
    (flood,) = shelters_of(home)
    assert (flood.hazard, [place.name for place in flood.places]) == (Hazard.FLOOD, ["高台の学校"])


def test_the_public_copy_stands_at_the_quarter_and_measures_from_there(
    ina_on_the_map: Place, in_ina: Organization, officer: Member, at: datetime
) -> None:
    make_facility("小学校", at=at, lat=35.9, lon=138.0)
    copies = []
    for lat, lon in ((35.8000, 138.0600), (35.8200, 138.0750)):  # two houses of one quarter
        home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, lat=lat, lon=lon)
        make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
        services.renew_listing(home=home, by=officer.actor, at=at)
        copies.append(Listing.objects.get(home=home))
    one, two = copies
    assert (one.lat, one.lon) == (35.8135, 138.0681)
    assert (one.lat, one.lon, one.school_km, one.details) == (two.lat, two.lon, two.school_km, two.details)
    assert one.school_km == round(distance_km((35.8135, 138.0681), (35.9, 138.0)), 1)
    assert [near["name"] for near in one.details["surroundings"]] == ["小学校", "近い広場"]


def test_a_measured_distance_goes_before_the_straight_line(
    ina_on_the_map: Place, in_ina: Organization, officer: Member, at: datetime
) -> None:
    make_facility("小学校", at=at)
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, details={"school_km": 4})
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    services.renew_listing(home=home, by=officer.actor, at=at)
    assert Listing.objects.get().school_km == 4


def test_a_facility_that_comes_or_goes_changes_what_is_shown_of_the_houses_near_it(
    ina_on_the_map: Place, in_ina: Organization, officer: Member, at: datetime
) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, lat=35.8, lon=138.06)
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    services.renew_listing(home=home, by=officer.actor, at=at)
    rows = [Listed("小学校", 35.83, 137.96, ())]
    services.take_facilities(
        kind=FacilityKind.SCHOOL, rows=rows, source="市", as_of=date(2026, 4, 1), by=officer.actor, at=at
    )
    assert Listing.objects.get().school_km is not None
    services.remove_facility(facility=LocalFacility.objects.get(), by=officer.actor, at=at)
    assert Listing.objects.get().school_km is None


def test_a_list_taken_twice_puts_right_and_doubles_nothing(in_ina: Organization, officer: Member, at: datetime) -> None:
    def take(lat: float) -> int:
        rows = [Listed("丸山保育園", lat, 137.8, ())]
        return services.take_facilities(
            kind=FacilityKind.NURSERY, rows=rows, source="市", as_of=date(2026, 4, 1), by=officer.actor, at=at
        )

    assert (take(35.5), take(35.6)) == (1, 1)
    facility = LocalFacility.objects.get()
    assert facility.lat == 35.6
    services.remove_facility(facility=facility, by=officer.actor, at=at)
    assert not LocalFacility.objects.exists()


def test_two_who_place_a_house_at_once(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    services.place_home(home=home, changes={"lat": 35.8, "lon": 138.0}, version=1, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.place_home(home=home, changes={"lat": 35.9, "lon": 138.1}, version=1, by=officer.actor, at=at)


def asked() -> int:
    return int(ProcrastinateJob.objects.filter(task_name="homes.ask_library").count())


def test_the_library_is_asked_only_where_the_town_wants_it(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    services.place_home(home=home, changes={"lat": 35.8, "lon": 138.0}, version=1, by=officer.actor, at=at)
    assert asked() == 0
    Setting.objects.create(key=LIBRARY.key, value=1, starts_on=date(2020, 1, 1))
    services.place_home(home=home, changes={"details": {"hazard_flood": "unknown"}}, version=2, by=officer.actor, at=at)
    assert asked() == 0, "it has not moved"
    services.place_home(home=home, changes={"lat": 35.9, "lon": 138.0}, version=3, by=officer.actor, at=at)
    assert asked() == 1


def test_answers_are_kept_and_asked_for_again_when_old(
    in_ina: Organization, officer: Member, at: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    calls: list[Layer] = []

    def fetch_tile(layer: Layer, tile: tuple[int, int], *, key: str) -> Any:
        calls.append(layer)
        geometry = ZONE if layer is Layer.FLOOD else None
        return {"features": [{"type": "Feature", "properties": {}, "geometry": geometry}]}

    monkeypatch.setattr(jobs, "fetch_tile", fetch_tile)
    home = make_home(by=officer.actor, at=at, lat=HERE[0], lon=HERE[1])
    jobs.ask_library(organization=in_ina.pk, home=home.pk)
    assert calls == [], "without a key nothing is asked"
    settings.KAYOI_REINFOLIB_KEY = "invented"
    for _ in range(2):
        jobs.ask_library(organization=in_ina.pk, home=home.pk)
    assert calls == list(Layer)
    with django_assert_num_queries(1):
        says = library_on(home)
    assert [(one.label, one.inside) for one in says] == [
        ("洪水", True), ("高潮", False), ("津波", False), ("土砂災害", False),
    ]  # fmt: skip
    LibraryAnswer.objects.filter(layer=Layer.FLOOD).update(fetched_at=at - timedelta(days=400))
    jobs.ask_library(organization=in_ina.pk, home=home.pk)
    assert calls[4:] == [Layer.FLOOD]
