"""Houses for tests."""

from datetime import datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, HomeConsent, Party, Solver
from kayoi.programmes.homes.states import BlockerKind, HomeConsentPurpose, HomeKind, HomeStatus, Offer, PartyRole
from kayoi.programmes.homes.states.parties import CONSENT_VERSION


def make_home(*, by: Actor, at: datetime, status: HomeStatus = HomeStatus.FOUND, **fields: Any) -> Home:
    """Return a house file in a status of the register."""
    values: Any = {
        "kind": HomeKind.DWELLING,
        "offer": Offer.SALE,
        "price_yen": 3_800_000,
        "place_code": "202096",
        "quarter": "高遠町勝間",
        "title": "庭から山の見える家",
        **fields,
    }
    return services.open_home(fields=values, status=status, by=by, at=at)


def make_owner(home: Home, file: CaseFile, *, at: datetime, agrees_to: tuple[HomeConsentPurpose, ...] = ()) -> Party:
    """Make the person of a file the owner of a house, who agrees to some things."""
    party = Party.objects.create(home=home, case_file=file, role=PartyRole.OWNER, is_contact=True, added_at=at)
    for purpose in agrees_to:
        HomeConsent.objects.create(
            home=home, party=party, purpose=purpose, text_version=CONSENT_VERSION, channel=Channel.LETTER,
            given_on=local_date(at),
        )  # fmt: skip
    return party


def rows_of_homes(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Return ids of one row of every kind, for the walk; `words` must not be seen from another town."""
    home = make_home(by=by, at=at, address=words, quarter="山寺")
    owner = make_owner(home, file, at=at, agrees_to=tuple(HomeConsentPurpose))
    return {"home": home.pk, **_rows_of_people(home, owner, words, by=by, at=at)}


def _rows_of_people(home: Home, owner: Party, words: str, *, by: Actor, at: datetime) -> dict[str, int]:
    consent = HomeConsent.objects.get(party=owner, purpose=HomeConsentPurpose.OWN_SITE)
    solver = make_solver(by=by, at=at, name=words[:100])
    blocker = services.add_blocker(
        home=home, kind=BlockerKind.HEIRS, remark=words, found_on=local_date(at), by=by, at=at
    )
    return {
        "home_party": owner.pk, "home_consent": consent.pk, "home_solver": solver.pk, "home_blocker": blocker.pk,
    }  # fmt: skip


def make_solver(*, by: Actor, at: datetime, kind: str = "judicial_scrivener", name: str = "山の司法書士") -> Solver:
    """Return an expert of the directory."""
    fields: Any = {"kind": kind, "name": name, "phone": "0265-00-0000", "email": "", "about": "", "ends_before": None}
    return services.add_solver(fields=fields, by=by, at=at)


def add_person(home: Home, role: PartyRole, name: str, *, by: Actor, at: datetime, **fields: Any) -> Party:
    """Add somebody new to the people of a house."""
    place: Any = {
        "role": role, "heir_of": None, "kinship": "", "died_on": None, "share": "", "relation": "",
        "is_contact": False, **fields,
    }  # fmt: skip
    return services.add_party(home=home, fields=place, who={"name": name}, by=by, at=at)


def grow_homes(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many rows of what lists show."""
    first = Home.objects.order_by("pk").first()
    assert first is not None
    for number in range(count):
        home = make_home(by=by, at=at)
        make_solver(by=by, at=at, name=f"相談先 {home.number}")
        add_person(first, PartyRole.CO_OWNER, f"共有者{number}", by=by, at=at)
        for house in (home, first):
            services.add_blocker(home=house, kind=BlockerKind.OTHER, found_on=local_date(at), by=by, at=at)
        make_owner(home, file, at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
