"""Owners, heirs and blockers of the demonstration: houses that wait for somebody; all people are invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Party, Solver
from kayoi.programmes.homes.states import (
    Agreement,
    BlockerKind,
    HomeConsentPurpose,
    HomeKind,
    HomeStatus,
    Kinship,
    Offer,
    PartyRole,
    Reached,
    SolverKind,
)

EXPERTS = (
    (SolverKind.JUDICIAL_SCRIVENER, "三峰川司法書士事務所(架空)", "相続登記。初回の相談は無料"),
    (SolverKind.CLEARER, "かたづけ本舗 高遠(架空)", "仏壇の供養も。2トン車1台 6万円から"),
    (SolverKind.BUILDER, "西箕輪工務店(架空)", "雨漏りの調査 2万円から"),
    (SolverKind.BANK, "伊那谷信用組合(架空)", "抵当権の残りの確認"),
    (SolverKind.FARM_COMMITTEE, "農業委員会事務局", "農地法3条の許可。毎月の締切は10日"),
    (SolverKind.SUPPORT_CORPORATION, "空き家の友(架空の支援法人)", "所有者の相談、家財の見守り"),
)
# Solved blockers from which the town has learnt: kind, days it took, costs.
SOLVED = (
    (BlockerKind.BELONGINGS, 35, 240_000), (BlockerKind.BELONGINGS, 60, 380_000), (BlockerKind.BELONGINGS, 21, 120_000),
    (BlockerKind.HEIRS, 210, None),
    (BlockerKind.HEIRS, 400, 150_000), (BlockerKind.LEAKS, 45, 560_000), (BlockerKind.FARMLAND, 75, 30_000),
)  # fmt: skip
# Houses that wait: quarter, what blocks them.
WAITING = (
    ("高遠町山室", (BlockerKind.HEIRS, BlockerKind.REGISTRY, BlockerKind.BELONGINGS)),
    ("長谷杉島", (BlockerKind.BELONGINGS,)),
    ("西箕輪羽広", (BlockerKind.BELONGINGS,)),
    ("富県貝沼", (BlockerKind.FARMLAND,)),
    ("手良沢岡", (BlockerKind.LEAKS, BlockerKind.BELONGINGS)),
    ("東春近榛原", (BlockerKind.REGISTRY,)),
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina experts, houses that wait, and a family of heirs of whom one is silent."""
    if town.slug != "ina":
        return
    for expert, name, about in EXPERTS:
        fields: services.SolverFields = {
            "kind": expert, "name": name, "phone": "0265-00-0000", "email": "", "about": about, "ends_before": None,
        }  # fmt: skip
        services.add_solver(fields=fields, by=by, at=at)
    houses = [_house(quarter, town, by=by, at=at - timedelta(days=90)) for quarter, _ in WAITING]
    for house, (_, kinds) in zip(houses, WAITING, strict=True):
        for kind in kinds:
            found_on = local_date(at) - timedelta(days=80)
            services.add_blocker(home=house, kind=kind, found_on=found_on, by=by, at=at)
    _solve(houses[-1], by=by, at=at)
    _family(houses[0], staff[0], by=by, at=at)
    _work(houses[1], staff[0], by=by, at=at)


def _house(quarter: str, town: Organization, *, by: Actor, at: datetime) -> Home:
    fields: services.HomeFields = {
        "kind": HomeKind.DWELLING, "offer": Offer.SALE, "place_code": town.place_code, "quarter": quarter,
        "built_year": 1974,
    }  # fmt: skip
    return services.open_home(fields=fields, status=HomeStatus.FOUND, by=by, at=at)


def _solve(house: Home, *, by: Actor, at: datetime) -> None:
    for kind, days, cost in SOLVED:
        solved_on = local_date(at) - timedelta(days=20)
        row = services.add_blocker(home=house, kind=kind, found_on=solved_on - timedelta(days=days), by=by, at=at)
        services.solve_blocker(blocker=row, solved_on=solved_on, cost_yen=cost, by=by, at=at)


def _person(house: Home, role: PartyRole, name: str, *, by: Actor, at: datetime, **fields: Any) -> Party:
    place: Any = {
        "role": role, "heir_of": None, "kinship": "", "died_on": None, "share": "", "relation": "",
        "is_contact": False, **fields,
    }  # fmt: skip
    return services.add_party(
        home=house, fields=place, who={"name": name, "address": "架空町1-2", "postal_code": "396-0000"}, by=by, at=at
    )


def _family(house: Home, owner: Membership, *, by: Actor, at: datetime) -> None:
    """A father who died, his wife, a son who calls, a daughter who died before with two children, one of them lost."""
    today = local_date(at)
    father = _person(
        house, PartyRole.DECEASED, "山室 源蔵", share="1", died_on=today - timedelta(days=700), by=by, at=at
    )
    below: dict[str, Any] = {"heir_of": father, "by": by, "at": at}
    wife = _person(house, PartyRole.HEIR, "山室 ふみ", kinship=Kinship.SPOUSE, share="1/2", **below)
    son = _person(
        house, PartyRole.HEIR, "山室 誠", kinship=Kinship.CHILD, share="1/4", relation="長男", is_contact=True, **below
    )
    daughter = _person(
        house, PartyRole.DECEASED, "原 和子", kinship=Kinship.CHILD, died_on=today - timedelta(days=2000), **below
    )
    grandchild: dict[str, Any] = {"heir_of": daughter, "kinship": Kinship.CHILD, "share": "1/8", "by": by, "at": at}
    silent = _person(house, PartyRole.HEIR, "原 翔太", **grandchild)
    lost = _person(house, PartyRole.HEIR, "原 美咲", **grandchild)
    said: dict[str, Any] = {"said_on": today, "channel": Channel.TELEPHONE, "by": by, "at": at}
    for party in (wife, son):
        services.record_word(party=party, reached=Reached.REACHED, agreement=Agreement.AGREED, **said)
    services.record_word(party=lost, reached=Reached.UNKNOWN, agreement=Agreement.OPEN, **said)
    services.record_letter(
        party=silent, sent_on=today - timedelta(days=5), reply_by=today + timedelta(days=16), owner=owner, by=by, at=at
    )
    wife.refresh_from_db()
    services.set_agent(
        party=wife, agent=son, ends_before=today + timedelta(days=180), paper=None, version=wife.version, by=by, at=at
    )
    wife.refresh_from_db()
    services.give_consents(
        party=wife, purposes=[HomeConsentPurpose.OWN_SITE, HomeConsentPurpose.BROKERS], channel=Channel.TELEPHONE,
        given_on=today, by_agent=True, by=by, at=at,
    )  # fmt: skip
    services.give_consents(
        party=son, purposes=[one for one in HomeConsentPurpose if one is not HomeConsentPurpose.NATIONAL_SITES],
        channel=Channel.TELEPHONE, given_on=today, by_agent=False, by=by, at=at,
    )  # fmt: skip


def _work(house: Home, owner: Membership, *, by: Actor, at: datetime) -> None:
    blocker = house.blockers.get()
    clearer = Solver.objects.get(kind=SolverKind.CLEARER)
    services.refer_blocker(blocker=blocker, solver=clearer, referred_on=local_date(at), by=by, at=at)
    services.plan_for_blocker(
        blocker=blocker, title="家財の見積りの立ち会い", due_on=local_date(at) + timedelta(days=9), owner=owner, by=by,
        at=at,
    )  # fmt: skip
