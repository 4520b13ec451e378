"""The vacant-house register of the demonstration; all houses and people are invented.

Fiscal year 2023 of Ina as it was published (73 registrations, 44 contracts), thirty houses that are public now, a few
on their way, and a few in Chino and Sado.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from kayoi.doors.demo.services.stories import GIVEN, QUARTERS, SURNAMES, TITLES
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, fiscal_year, local_date, months_later
from kayoi.programmes.homes import models, services
from kayoi.programmes.homes.states import (
    Agreement,
    AssignedBy,
    AssignmentStatus,
    CheckKind,
    CheckResult,
    HomeConsentPurpose,
    HomeKind,
    HomeStatus,
    Offer,
    PartyRole,
    Reached,
    SurveyedBy,
)
from kayoi.programmes.homes.states.houses import TRANSITIONS
from kayoi.programmes.homes.states.parties import CONSENT_VERSION

Life = list[tuple[str, datetime]]
REGISTERED_2023, CONTRACTED_2023 = 73, 44
EARLIER = 20  # registered in 2022, contracted in 2023
TARGETS = {one.action: one.target for one in TRANSITIONS}
WAY = (
    ("check", 6), ("plan_survey", 9), ("survey", 12), ("assign", 8), ("register", 7), ("publish", 4),
)  # fmt: skip
DAYS_TO_REGISTER = sum(days for step, days in WAY if step != "publish")
PUBLIC_NOW = {"ina": 30, "chino": 5, "sado": 6}
BROKERS = (
    ("やまびこ不動産(架空)", "長野県知事(4)第9001号", "宅建協会", 36),
    ("天竜ホーム(架空)", "長野県知事(2)第9002号", "宅建協会", 20),
    ("さくら坂宅建(架空)", "長野県知事(1)第9003号", "全日", 8),
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina its register with brokers and past years, Chino and Sado a few houses (空き家バンクのデモ)."""
    del staff
    if town.slug not in PUBLIC_NOW:
        return
    chance = Random(f"homes-{town.slug}")  # noqa: S311  # the same demonstration every time
    brokers = _brokers(by=by, at=at) if town.slug == "ina" else []
    if town.slug == "ina":
        _fill_past(town=town, chance=chance, by=by, at=at)
    shown = [_house_of(town, chance, number) for number in range(PUBLIC_NOW[town.slug])]
    _publish(shown, brokers, chance, by=by, at=at)
    if town.slug == "ina":
        _on_their_way(town, chance, by=by, at=at)


def _brokers(*, by: Actor, at: datetime) -> list[models.Broker]:
    admitted_at, made = at - timedelta(days=500), []
    for number, (name, licence, association, months) in enumerate(BROKERS):
        fields: services.BrokerFields = {
            "name": name, "licence": licence, "licence_until": months_later(local_date(at), months),
            "association": association, "phone": f"0265-00-10{number:02d}", "email": f"b{number}@brokers.demo.example",
            "office": "伊那市(架空の番地)", "has_local_office": True, "pays_tax": True, "is_clean": True,
            "agreed_on": local_date(admitted_at), "takes_turns": True,
        }  # fmt: skip
        broker = services.add_broker(fields=fields, by=by, at=admitted_at)
        services.admit_broker(broker=broker, by=by, at=admitted_at)
        made.append(broker)
    fields = {
        "name": "みどり土地建物(架空)", "licence": "長野県知事(1)第9004号", "association": "宅建協会",
        "licence_until": months_later(local_date(at), 50), "phone": "0265-00-1009", "office": "駒ヶ根市(架空の番地)",
        "has_local_office": False, "pays_tax": False, "is_clean": True, "takes_turns": True,
    }  # fmt: skip
    services.add_broker(fields=fields, by=by, at=at - timedelta(days=3))
    return made


def _owner(chance: Random, number: int, *, by: Actor, at: datetime) -> CaseFile:
    (surname, surname_kana), (given, given_kana) = chance.choice(SURNAMES), chance.choice(GIVEN)
    fields: casefiles.FileFields = {
        "name": f"{surname} {given}(架空)", "kana": f"{surname_kana} {given_kana}", "place_code": "131130",
        "email": f"owner{number}@owners.demo.example",
    }  # fmt: skip
    return casefiles.open_case_file(fields=fields, by=by, at=at)


def _publish(
    houses: Sequence[dict[str, Any]], brokers: Sequence[models.Broker], chance: Random, *,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Let houses be public now, registered over the last year and a half, with owners who agree."""
    way = WAY if brokers else [step for step in WAY if step[0] != "assign"]
    way_days = sum(days for _, days in way)
    lives = [_life_of(at - timedelta(days=way_days + 3 + number * 17), way) for number in range(len(houses))]
    homes = _write_houses(list(zip(houses, lives, strict=True)), by=by, at=at)
    for number, home in enumerate(homes):
        file = _owner(chance, number, by=by, at=home.opened_at)
        _agree(home, file, national=number % 3 != 0)
        if brokers:
            models.Assignment.objects.create(
                home=home, broker=brokers[number % len(brokers)], assigned_by=AssignedBy.ROTATION,
                status=AssignmentStatus.ACCEPTED, assigned_at=home.opened_at + timedelta(days=33),
                answered_at=home.opened_at + timedelta(days=35),
            )  # fmt: skip
        services.renew_listing(home=home, by=by, at=home.opened_at + timedelta(days=way_days))


def _agree(home: models.Home, file: CaseFile, *, national: bool) -> None:
    """Write the owner with consents, the checks that were passed, and the survey."""
    on = local_date(home.opened_at)
    party = models.Party.objects.create(
        home=home, case_file=file, role=PartyRole.OWNER, reached=Reached.REACHED, agreement=Agreement.AGREED,
        agreed_on=on, is_contact=True, added_at=home.opened_at,
    )  # fmt: skip
    models.HomeConsent.objects.bulk_create(
        models.HomeConsent(
            home=home, party=party, purpose=purpose, text_version=CONSENT_VERSION, channel=Channel.LETTER, given_on=on
        )
        for purpose in HomeConsentPurpose
        if national or purpose is not HomeConsentPurpose.NATIONAL_SITES
    )
    models.Check.objects.bulk_create(
        models.Check(
            home=home, kind=kind, result=CheckResult.PASSED, ground="照会の回答(架空)",
            checked_on=on + timedelta(days=10),
        )
        for kind in CheckKind
    )  # fmt: skip
    models.Survey.objects.create(
        home=home, planned_at=home.opened_at + timedelta(days=27), surveyed_on=on + timedelta(days=27),
        by_whom=SurveyedBy.STAFF, surveyor="担当職員(架空)",
    )  # fmt: skip


def _on_their_way(town: Organization, chance: Random, *, by: Actor, at: datetime) -> None:
    """One applied for, one being checked, one with a survey ahead, one whose second heir does not answer."""
    homes = []
    for number in range(4):
        opened_at = at - timedelta(days=8 + 11 * number)
        fields: Any = _house_of(town, chance, 200 + number)
        home = services.open_home(fields=fields, status=HomeStatus.SUBMITTED, by=by, at=opened_at)
        party = models.Party.objects.create(
            home=home, case_file=_owner(chance, 200 + number, by=by, at=opened_at), role=PartyRole.HEIR,
            reached=Reached.REACHED, agreement=Agreement.AGREED, agreed_on=local_date(opened_at), is_contact=True,
            added_at=opened_at,
        )  # fmt: skip
        for purpose in (HomeConsentPurpose.OWN_SITE, HomeConsentPurpose.TAX_CHECK, HomeConsentPurpose.BROKERS):
            models.HomeConsent.objects.create(
                home=home, party=party, purpose=purpose, text_version=CONSENT_VERSION, channel=Channel.LETTER,
                given_on=local_date(opened_at),
            )  # fmt: skip
        homes.append(home)
    for home in homes[1:]:
        services.begin_checks(home=home, by=by, at=home.opened_at + timedelta(days=3))
    for home in homes[2:]:
        _pass_checks(home, by=by)
    services.plan_survey(
        home=homes[2],
        planned_at=at + timedelta(days=4),
        by_whom=SurveyedBy.STAFF,
        surveyor="担当職員(架空)",
        by=by,
        at=at,
    )
    found = services.Found(local_date(at) - timedelta(days=6), "担当職員(架空)", findings={})
    services.record_survey(home=homes[3], found=found, by=by, at=at - timedelta(days=6))
    silent = _owner(chance, 300, by=by, at=at)
    models.Party.objects.create(
        home=homes[3], case_file=silent, role=PartyRole.HEIR, reached=Reached.WAITING, added_at=homes[3].opened_at
    )


def _pass_checks(home: models.Home, *, by: Actor) -> None:
    checked_at = home.opened_at + timedelta(days=7)
    for check in models.Check.objects.filter(home=home):
        services.record_check(
            check=check, result=CheckResult.PASSED, ground="照会の回答(架空)", checked_on=local_date(checked_at), by=by,
            at=checked_at,
        )  # fmt: skip


def _house_of(town: Organization, chance: Random, number: int) -> dict[str, Any]:
    """Return what stands on the file of an invented house."""
    quarter, lat, lon = QUARTERS[town.slug][number % len(QUARTERS[town.slug])]
    offer = (Offer.SALE, Offer.SALE, Offer.RENT, Offer.SALE, Offer.BOTH)[number % 5]
    title, title_en = TITLES[number % len(TITLES)]
    rooms = chance.choice(("3K", "4DK", "5DK", "6DK", "4LDK", "7DK"))
    return {
        "kind": HomeKind.SHOP_DWELLING if number % 10 == 6 else HomeKind.DWELLING,
        "offer": offer,
        "price_yen": None if offer is Offer.RENT else chance.randrange(8, 160) * 100_000,
        "rent_yen": None if offer is Offer.SALE else chance.randrange(20, 60) * 1_000,
        "place_code": town.place_code,
        "quarter": quarter,
        "address": f"{chance.randrange(100, 9999)}番地(架空)",
        "lat": round(lat + chance.uniform(-0.01, 0.01), 5),
        "lon": round(lon + chance.uniform(-0.01, 0.01), 5),
        "built_year": chance.randrange(1948, 2004),
        "floor_m2": chance.randrange(65, 240),
        "land_m2": chance.randrange(140, 900),
        "farmland_m2": chance.randrange(200, 2400) if number % 4 == 2 else None,
        "vacant_since": chance.randrange(2010, 2025),
        "title": title,
        "title_en": title_en,
        "appeal": f"{quarter}にある{rooms}の家です。見学のときに、冬の様子と地区の決まりもお話しします。",
        "appeal_en": f"A house of type {rooms} in {quarter}. At a viewing we also talk about winters and customs.",
        "details": {
            "structure": "wood", "storeys": 1 if number % 3 == 0 else 2, "rooms": rooms, "pets": number % 2 == 0,
        },
    }  # fmt: skip


def _life_of(start: datetime, way: Sequence[tuple[str, int]]) -> Life:
    """Return the steps of a house with their moments, from so many days each."""
    steps, moment = [("open", start)], start
    for action, days in way:
        moment += timedelta(days=days)
        steps.append((action, moment))
    return steps


def _write_houses(rows: Sequence[tuple[dict[str, Any], Life]], *, by: Actor, at: datetime) -> list[models.Home]:
    """Write houses that have gone their way already, with all their events, in a few statements."""
    numbers: dict[int, int] = dict(models.Counter.objects.filter(series="空").values_list("fiscal_year", "last"))
    homes = []
    for fields, life in rows:
        year = fiscal_year(local_date(life[0][1]))
        numbers[year] = numbers.get(year, 0) + 1
        status = TARGETS.get(life[-1][0], HomeStatus.SUBMITTED)
        registered = next((local_date(moment) for action, moment in life if action == "register"), None)
        home = models.Home(**fields, number=f"空{year}-{numbers[year]:04d}", status=status, opened_at=life[0][1])
        if registered:
            home.registered_on, home.term_ends_before = registered, months_later(registered, 24)
        homes.append(home)
    made = models.Home.objects.bulk_create(homes)
    for year, last in numbers.items():
        models.Counter.objects.update_or_create(series="空", fiscal_year=year, defaults={"last": last})
    models.HomeEvent.objects.bulk_create(
        models.HomeEvent(
            home=home, action=action, source=TARGETS.get(before, HomeStatus.SUBMITTED) if before else "",
            target=TARGETS.get(action, HomeStatus.SUBMITTED), occurred_at=moment,
        )
        for home, (_, life) in zip(made, rows, strict=True)
        for (before, _), (action, moment) in pairwise([("", life[0][1]), *life])
    )  # fmt: skip
    audit.record("homes.load_demo", made[0], by=by, at=at, after={"houses": len(made)})
    return list(made)


def _fill_past(*, town: Organization, chance: Random, by: Actor, at: datetime) -> None:
    """73 houses registered in fiscal year 2023 and 44 contracts in it, 20 of these of houses registered before."""
    days = [date(2022, 10, 1) + timedelta(days=number * 150 // EARLIER) for number in range(EARLIER)]
    days += [date(2023, 4, 3) + timedelta(days=number * 350 // REGISTERED_2023) for number in range(REGISTERED_2023)]
    rows = []
    for number, registered_on in enumerate(days):
        start = datetime.combine(registered_on, time(10), JST) - timedelta(days=DAYS_TO_REGISTER)
        rows.append((_house_of(town, chance, number), _life_of(start, [*WAY, *_ending(number, registered_on, chance)])))
    _write_houses(rows, by=by, at=at)


def _ending(number: int, registered_on: date, chance: Random) -> list[tuple[str, int]]:
    """Return how a house ended: 44 contracts lie in fiscal year 2023, all others after it."""
    if number < CONTRACTED_2023:
        contracted_on = date(2023, 4, 20) + timedelta(days=number * 330 // CONTRACTED_2023)
        talk = chance.randrange(14, 40)
        public_days = (contracted_on - registered_on).days - WAY[-1][1] - talk
        return [("negotiate", public_days), ("contract", talk), ("close", 30)]
    after = (date(2024, 4, 10) - registered_on).days
    if number % 7 == 0:
        return [("withdraw", after + chance.randrange(10, 200))]
    if number % 5 == 0:
        return [("expire", 730 - 4)]
    return [("negotiate", after + chance.randrange(5, 150)), ("contract", 30), ("close", 30)]
