"""Counters: what is handed to them, what they tell, and that they get nothing else."""

import zlib
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kayoi.engines.credentials.rules.jws import from_base64url, point
from kayoi.engines.credentials.services import rotate_keys
from kayoi.engines.credentials.tests.vectors import PHONE, STRANGER
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import Benefit, BenefitUse
from kayoi.programmes.furusato.selectors.benefits import published
from kayoi.programmes.furusato.selectors.counter import pack
from kayoi.programmes.furusato.services import cards
from kayoi.programmes.furusato.tests.factories import BY, a_benefit, a_register, a_registration
from kayoi.programmes.furusato.tests.services.test_registering import a_rule, has_been_here
from tests.cast import Member, enter, make_member
from tests.clock import NOW

SEND = "/ina/partner/furusato/send/"


@pytest.fixture
def ferry(ina: Organization) -> tuple[Client, int, int]:
    """Let a ferry check cards; return its browser, its benefit, and another one that is not its own."""
    with scope.of_organization(ina.pk):
        rotate_keys(by=BY, at=NOW)
        partner = identity.open_partner(kind=OrganizationKind.CARRIER, name="渡し船", by=BY, at=NOW)
        identity.begin_partnership(town=ina, partner=partner, by=BY, at=NOW)
        register = a_register()
        for key in (PHONE, STRANGER):
            holder = a_registration(register if key is PHONE else None)
            cards.give_phone_card(registration=holder, key=point(key.public_key()), by=BY, at=NOW)
        mine, other = a_benefit(register, counter=partner, per_person=2), a_benefit(register)
    return enter(make_member(partner, "counter", "窓口 一郎").user), mine.pk, other.pk


def bits(text: str) -> int:
    return int.from_bytes(zlib.decompress(from_base64url(text)), "little")


def told(benefit: int, **more: Any) -> dict[str, Any]:
    moment = "2026-11-20T00:30:00.000Z"
    return {"benefit": benefit, "card": 0, "quantity": 1, "client_key": uuid4(), "used_at": moment} | more


def test_a_counter_is_handed_one_bit_a_card_for_its_own_benefits(ferry: tuple[Client, int, int]) -> None:
    client, mine, _ = ferry
    pack = client.get("/ina/partner/furusato/pack/").json()
    (benefit,) = pack["benefits"]
    assert (benefit["id"], bits(benefit["cards"]), bits(benefit["spent"])) == (mine, 0b01, 0)
    assert (pack["reach"], len(pack["list"].split("."))) == (2, 3)
    assert all("code" in key for key in pack["keys"]["keys"])
    assert "山田" not in str(pack)


def test_an_entry_of_the_outbox_is_recorded_once(ferry: tuple[Client, int, int], ina: Organization) -> None:
    client, mine, _ = ferry
    entry = told(mine, quantity=2)
    receipts = {client.post(SEND, entry).json()["receipt"] for _ in range(2)}
    assert len(receipts) == 1
    with scope.of_organization(ina.pk):
        use = BenefitUse.objects.get()
        assert (use.counter, use.quantity, use.used_at.hour) == ("渡し船", 2, 0)
    pack = client.get("/ina/partner/furusato/pack/").json()
    assert bits(pack["benefits"][0]["spent"]) == 0b01, "twice is all that this holder may"


def test_a_counter_cannot_tell_of_what_is_not_its_own(ferry: tuple[Client, int, int], ina: Organization) -> None:
    client, mine, other = ferry
    assert client.post(SEND, told(other)).status_code == 422
    assert client.post(SEND, told(mine, card=77)).status_code == 422
    assert client.post(SEND, told(mine, client_key="")).status_code == 422
    assert client.get("/ina/partner/homes/").status_code == 403
    assert client.get("/ina/staff/furusato/desk/").status_code == 404
    with scope.of_organization(ina.pk):
        assert not BenefitUse.objects.exists()


def test_who_left_a_counter_comes_in_no_more(ferry: tuple[Client, int, int], ina: Organization, head: Member) -> None:
    counter, mine, other = ferry
    with scope.of_organization(ina.pk):
        partner = Benefit.objects.get(pk=mine).counter
    assert partner is not None
    with scope.of_organization(partner.pk):
        member = Membership.objects.get()
    client, people = enter(head.user), f"/ina/staff/furusato/benefits/{mine}/people/"
    assert "窓口 一郎" in client.get(people).content.decode()
    assert client.post(f"/ina/staff/furusato/benefits/{other}/people/{member.pk}/end/").status_code == 404
    assert client.post(f"{people}{head.membership.pk}/end/").status_code == 404, "not of this counter"
    assert counter.get("/ina/partner/furusato/pack/").status_code == 200
    assert client.post(f"{people}{member.pk}/end/").url == people  # type: ignore[attr-defined]
    assert counter.get("/ina/partner/furusato/pack/").status_code == 404
    assert "窓口 一郎さんは" in client.get(people).content.decode()
    assert "窓口 一郎" not in client.get(people).content.decode()


def test_the_uses_of_a_year_are_a_file_without_names(
    ferry: tuple[Client, int, int], ina: Organization, officer: Member
) -> None:
    counter, mine, _ = ferry
    counter.post(SEND, told(mine, quantity=3))
    client, address = enter(officer.user), f"/ina/staff/furusato/benefits/{mine}/uses/"
    head, line = client.get(f"{address}?year=2026").content.decode("utf-8-sig").splitlines()
    with scope.of_organization(ina.pk):
        use = BenefitUse.objects.select_related("registration__case_file").get()
    assert head.startswith("利用した日時,届いた日時,登録の受付番号")
    written = [use.registration.number, use.card_number, "渡し船", "3", "1500", "利用", "1人の上限を超過"]
    assert line.split(",")[2:] == written
    assert use.registration.case_file.name not in line
    assert len(client.get(f"{address}?year=2025").content.decode().splitlines()) == 1


def test_a_rule_narrows_who_is_entitled(ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        rotate_keys(by=BY, at=NOW)
        register = a_register()
        facts = {"facts": {"applicant.lives_in": "13104"}}
        rows = [a_registration(register, facts=facts) for _ in range(2)]
        for row, key in zip(rows, (PHONE, STRANGER), strict=True):
            cards.give_phone_card(registration=row, key=point(key.public_key()), by=BY, at=NOW)
        has_been_here(rows[1].case_file, local_date(NOW))
        benefit = a_benefit(register, rule=a_rule())
    client = enter(officer.user)
    (found,) = client.get("/ina/staff/furusato/desk/pack/").json()["benefits"]
    assert bits(found["cards"]) == 0b10
    with scope.of_organization(ina.pk):
        Benefit.objects.filter(pk=benefit.pk).update(rule=None)
    (found,) = client.get("/ina/staff/furusato/desk/pack/").json()["benefits"]
    assert bits(found["cards"]) == 0b11


def test_people_are_read_once_however_many_benefits_there_are(in_ina: Organization) -> None:
    rotate_keys(by=BY, at=NOW)
    register, counts = a_register(), list[int]()
    for key in (PHONE, STRANGER):
        holder = a_registration(register, facts={"facts": {"applicant.lives_in": "13104"}})
        cards.give_phone_card(registration=holder, key=point(key.public_key()), by=BY, at=NOW)
        has_been_here(holder.case_file, local_date(NOW))
        a_benefit(register, rule=a_rule(f"rule-{len(counts)}"))  # each with conditions of its own
        with CaptureQueriesContext(connection) as asked:
            pack(in_ina, published(), at=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]
