"""Benefits: published with what the law asks, used once for each key, paid from the year's budget."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.services import rotate_keys
from kayoi.engines.credentials.tests.vectors import PHONE
from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.furusato.models import Benefit, BenefitUse, Registration
from kayoi.programmes.furusato.selectors.benefits import by_month, rows_of
from kayoi.programmes.furusato.services import benefits, cards
from kayoi.programmes.furusato.services.benefits import Use
from kayoi.programmes.furusato.tests.factories import BY, a_benefit, a_register, a_registration
from kayoi.programmes.furusato.tests.services.test_registering import a_rule, has_been_here
from tests.clock import NOW

YEAR = fiscal_year(local_date(NOW))


@pytest.fixture
def used_by(in_ina: Organization) -> Registration:
    return a_registration()


def use(benefit: Benefit, holder: Registration | None = None, **more: Any) -> BenefitUse:
    given: dict[str, Any] = {"client_key": uuid4(), "used_at": NOW, "registration": holder and holder.pk} | more
    return benefits.record_use(use=Use(benefit.pk, **given), by=BY, at=NOW)


def budget(benefit: Benefit) -> tuple[int | None, int | None]:
    (row,) = rows_of([benefit], year=YEAR)
    return row.budget_yen, row.left_yen


def test_a_use_is_recorded_once_and_paid(used_by: Registration) -> None:
    benefit, key = a_benefit(used_by.register, cost_yen=500), uuid4()
    benefits.set_budget(benefit=benefit, year=YEAR, yen=2_000, key=uuid4(), by=BY, at=NOW)
    first = use(benefit, used_by, client_key=key, quantity=2)
    assert use(benefit, used_by, client_key=key, quantity=2) == first
    assert (first.yen, first.beyond) == (1_000, "")
    assert budget(benefit) == (2_000, 1_000)
    benefits.reverse_use(use=first, why="押し間違い", by=BY, at=NOW)
    assert budget(benefit) == (2_000, 2_000)


def test_what_happened_offline_is_kept_and_says_what_it_went_beyond(used_by: Registration) -> None:
    benefit = a_benefit(used_by.register, per_person=1, stock=2, cost_yen=500)
    benefits.set_budget(benefit=benefit, year=YEAR, yen=1_000, key=uuid4(), by=BY, at=NOW)
    said = [use(benefit, used_by).beyond.replace("furusato.use_", "").split() for _ in range(3)]
    assert said == [[], ["beyond_person"], ["beyond_person", "beyond_stock", "beyond_budget"]]
    assert use(benefit, a_registration()).beyond.split()[1] == "furusato.use_not_for"
    assert budget(benefit) == (1_000, 0)


def test_the_card_tells_whose_use_it_is(used_by: Registration) -> None:
    rotate_keys(by=BY, at=NOW)
    card = cards.give_phone_card(registration=used_by, key=point(PHONE.public_key()), by=BY, at=NOW).card
    benefit = a_benefit(used_by.register)
    found = use(benefit, card=card.index, used_at=NOW + timedelta(minutes=3))
    assert (found.registration, found.card_number) == (used_by, card.number)
    assert found.used_at == NOW, "the counter's clock was fast"
    cards.revoke_cards(registration=used_by, reason="終了", by=BY, at=NOW)
    assert use(benefit, card=card.index).beyond == "furusato.use_card_revoked"
    with pytest.raises(benefits.UnableToUse):
        use(benefit, card=99)


def test_a_use_by_whoever_is_not_entitled_is_noted(used_by: Registration) -> None:
    Registration.objects.filter(pk=used_by.pk).update(facts={"facts": {"applicant.lives_in": "13104"}})
    benefit = a_benefit(used_by.register, rule=a_rule())
    assert use(benefit, used_by).beyond == "furusato.use_not_for", "the rule asks for an activity"
    has_been_here(used_by.case_file, local_date(NOW))
    assert use(benefit, used_by).beyond == ""
    first, last = (local_date(NOW) - timedelta(days=days) for days in (9, 1))
    Registration.objects.filter(pk=used_by.pk).update(status="ended", since=first, ended_on=last)
    assert use(benefit, used_by).beyond == "furusato.use_not_for"
    earlier = a_benefit(used_by.register)
    assert use(earlier, used_by, used_at=NOW - timedelta(days=3)).beyond == "", "told late, but used in time"


def test_a_budget_follows_and_is_never_below_what_was_used(used_by: Registration) -> None:
    benefit, key = a_benefit(used_by.register, cost_yen=500), uuid4()
    for _ in range(2):
        benefits.set_budget(benefit=benefit, year=YEAR, yen=1_000, key=key, by=BY, at=NOW)
    use(benefit, used_by)
    benefits.set_budget(benefit=benefit, year=YEAR, yen=600, key=uuid4(), by=BY, at=NOW)
    assert budget(benefit) == (600, 100)
    with pytest.raises(UnableToTransfer):
        benefits.set_budget(benefit=benefit, year=YEAR, yen=400, key=uuid4(), by=BY, at=NOW)


def test_months_begin_at_midnight_in_japan(used_by: Registration) -> None:
    benefit = a_benefit(used_by.register)
    row = use(benefit, used_by)
    BenefitUse.objects.filter(pk=row.pk).update(used_at=NOW.replace(month=5, day=1, hour=0, minute=30))
    months = by_month(benefit, year=YEAR)
    assert months[:3] == [0, 1, 0]


def test_a_donation_has_consequences(in_ina: Organization) -> None:
    benefit = a_benefit(a_register(), status="draft", donation_linked=True, donation_yen=1_000, cost_yen=500)
    with pytest.raises(benefits.UnableToOffer, match=r"donation_cost.*donation_not_designated"):
        benefits.publish_benefit(benefit=benefit, by=BY, at=NOW)
    fields = {"cost_yen": 300, "designated_on": local_date(NOW), "designation": "決裁 第12号"}
    benefits.change_benefit(
        benefit=benefit, fields=fields, registers=[a_register()], version=benefit.version, by=BY, at=NOW
    )
    benefits.publish_benefit(benefit=benefit, by=BY, at=NOW)
    benefits.stop_benefit(benefit=benefit, for_good=True, why="年度末", by=BY, at=NOW)
    assert Benefit.objects.get(pk=benefit.pk).status == "ended"
