"""An officer raises a cap from 1 April in the form, a second one adopts it; last year's decisions stay as they were."""

from typing import Any

import pytest
from django.test import Client

from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.tests.factories import make_adopted
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import Member, enter

pytestmark = pytest.mark.django_db
HOUSEHOLD = {
    "applicant.born_on": "1990-04-01", "own.meeting": "true", "move.from": "13101", "house.cost_yen": "3,000,000",
}  # fmt: skip


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, address: str, **values: Any) -> str:
    """Send a form; return the page to which it leads."""
    response = client.post(address, values, follow=True)
    assert response.redirect_chain, response.content.decode()
    return response.content.decode()


def test_officer_raises_a_cap_and_another_one_adopts(ina: Organization, officer: Member, head: Member) -> None:
    with scope.of_organization(ina.pk):
        former = make_adopted(adopter=head.actor)
    desk, chief = enter(officer.user), enter(head.user)
    versions = "/ina/staff/rules/versions"

    begun = send(desk, f"{versions}/{former.pk}/copy/", key="2026", starts_on="2026-04-01", last_on="")
    assert "写して新しい版を作りました" in begun
    with scope.of_organization(ina.pk):
        draft = Version.objects.get(key="2026")
    assert "書いたとおりにならない" not in begun, "its cases have moved with it"

    cap = page(desk, f"{versions}/{draft.pk}/node/?at=amount.2")
    assert 'value="750000"' in cap
    changed = send(
        desk, f"{versions}/{draft.pk}/node/?at=amount.2", cap="1,000,000", certainty="checked", seen=draft.version
    )
    assert "上限 1,000,000円" in changed
    assert "書いたとおりにならない事例があります" in changed, "the cases are run again"
    assert "答えが、書いたとおりになりません" in send(desk, f"{versions}/{draft.pk}/propose/")

    corrected = send(
        desk, f"{versions}/{draft.pk}/case/?number=0", name="39歳・費用200万円", on="2026-05-01", verdict="met",
        amount_yen="1000000", seen=draft.version + 1,
        **HOUSEHOLD | {"applicant.born_on": "1986-05-02", "house.cost_yen": "2000000", "household.members.rows": "0"},
    )  # fmt: skip
    assert "すべて書いたとおりです" in corrected
    assert "確認に出しました" in send(desk, f"{versions}/{draft.pk}/propose/")

    assert desk.get(f"{versions}/{draft.pk}/adopt/").status_code == 403
    asked = page(chief, f"{versions}/{draft.pk}/adopt/")
    assert "「2025」の版は、令和8年3月31日で終わります。" in asked
    ordinance = {
        "ordinance": "住宅新築支援金交付要綱(架空)",
        "ordinance_number": "令和8年告示第30号",
        "adopted_on": "2026-03-20",
    }
    assert "施行しました" in send(chief, f"{versions}/{draft.pk}/adopt/", **ordinance)

    to = f"/ina/staff/rules/{former.ruleset_id}/try/"
    for day, key, amount in (("2026-03-31", "2025", "750,000円"), ("2026-04-01", "2026", "1,000,000円")):
        answer = desk.post(to, HOUSEHOLD | {"on": day}).content.decode()
        assert f"「{key}」の版による" in answer
        assert f"額: <strong>{amount}</strong>" in answer
    line = page(desk, f"/ina/staff/rules/{former.ruleset_id}/")
    assert "空白か重なり" not in line
