"""Pages of refunds: the list, one refund step by step, what goes back in a year, what the grantee sees."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.services import new_link
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Grant, Recovery, RecoveryTerms, Repayment
from kayoi.programmes.schemes.services.recovery import define_recovery_terms
from kayoi.programmes.schemes.tests.pages import hidden
from kayoi.programmes.schemes.tests.recoveries import make_demanded, make_paid, make_recovery, receive
from tests.cast import LogIn, Member, make_member

LIST = "/ina/staff/recoveries/"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def grant(ina: Organization, procedure: Procedure, officer: Member, head: Member, now: datetime) -> Grant:
    with scope.of_organization(ina.pk):
        return make_paid(ina, procedure, by=officer.actor, head=head.actor, at=now)


@pytest.fixture
def row(ina: Organization, grant: Grant, officer: Member, now: datetime) -> Recovery:
    with scope.of_organization(ina.pk):
        return make_recovery(grant, on=local_date(now), by=officer.actor, at=now)


@pytest.fixture
def demanded(ina: Organization, row: Recovery, officer: Member, head: Member, now: datetime) -> Recovery:
    with scope.of_organization(ina.pk):
        make_demanded(ina, row, 600_000, by=officer.actor, head=head.actor, at=now)
    return row


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_from_the_grant_to_the_demand_in_two_presses(
    log_in: LogIn, grant: Grant, officer: Member, head: Member, now: datetime
) -> None:
    client = log_in(officer.user)
    assert "ここに、返還が並びます" in text(client, LIST)
    opened = {"ground": "moved_out", "why": "照合で分かった", "happened_on": f"{local_date(now)}"}
    assert client.post(f"/ina/staff/grants/{grant.pk}/take-back/", opened).status_code == 302
    assert client.get(f"/ina/staff/grants/{grant.pk}/take-back/").status_code == 404, "it goes on with the refund"
    with scope.of_organization(grant.organization_id):
        path = f"{LIST}{Recovery.objects.get().pk}/"
    assert path in text(client, f"/ina/staff/grants/{grant.pk}/")
    assert "返還の要件がありません" in text(client, f"{path}propose/")
    wrong = client.post(f"{path}propose/", {"base_yen": "600000", "exempted_yen": "0"})
    assert wrong.status_code == 422
    assert "判断の理由を書いてください" in wrong.content.decode()
    said = {"base_yen": "600000", "exempted_yen": "0", "reason": "要綱第9条により全額"}
    assert client.post(f"{path}propose/", said).status_code == 302
    version = {"version": hidden(text(client, f"{path}approve/"), "version")}
    refused = client.post(f"{path}approve/", version)
    assert "別の職員がします" in refused.content.decode()
    client = log_in(head.user)
    assert client.post(f"{path}approve/", {"version": "1"}).status_code == 422, "another proposal than was read"
    unnamed = client.post(f"{path}approve/", version).content.decode()
    assert "根拠の条文がありません" in unnamed
    assert f'href="{LIST}terms/"' in unnamed
    with scope.of_organization(grant.organization_id):
        define_recovery_terms(
            fields={"ordinance": "規則第18条", "unheard_ground": "条例第13条"}, version=1, by=head.actor, at=now
        )
    assert client.post(f"{path}approve/", version).status_code == 302
    assert "済んでいるか" in client.post(f"{path}approve/", version, follow=True).content.decode(), "pressed twice"
    shown = text(client, path)
    assert "返還を請求中" in shown
    assert "交付決定取消・返還命令書(PDF)" in shown
    assert "600,000" in text(client, f"{LIST}?shelf=demanded")


def test_the_grantee_is_heard_before_the_demand(
    client: Client, log_in: LogIn, ina: Organization, row: Recovery, officer: Member, now: datetime
) -> None:
    desk, path = log_in(officer.user), f"{LIST}{row.pk}/"
    assert "弁明の機会を与える" in text(desk, path)
    due_on = f"{local_date(now) + timedelta(days=14)}"
    said = {"matter": "転出した", "due_on": due_on}
    assert "あす以後" in desk.post(f"{path}hear/", said | {"due_on": f"{local_date(now)}"}).content.decode()
    assert desk.post(f"{path}hear/", said).status_code == 302
    assert "済んでいるか" in desk.post(f"{path}hear/", said, follow=True).content.decode(), "pressed twice"
    assert "弁明の機会の付与通知書(PDF)" in text(desk, path)
    with scope.of_organization(ina.pk):
        link = new_link(application=row.grant.application, by=officer.actor, at=now)
    own = client.get(f"/ina/apply/a/{link}/", headers={"accept-language": "en"}).content.decode()
    assert "You may say what you think" in own
    assert desk.post(f"{path}statement/", {"said": "看病のため", "said_on": f"{local_date(now)}"}).status_code == 302
    assert "看病のため" in text(desk, path)
    assert "弁明を記録</" in text(desk, path).replace("\n", "").replace(" ", "")
    assert (
        "You may say what you think"
        not in client.get(f"/ina/apply/a/{link}/", headers={"accept-language": "en"}).content.decode()
    )


def test_money_is_written_once_however_often_it_is_pressed(
    log_in: LogIn, demanded: Recovery, officer: Member, head: Member, now: datetime
) -> None:
    client, path = log_in(head.user), f"{LIST}{demanded.pk}/receive/"
    assert path in text(client, f"{LIST}{demanded.pk}/")
    key, on = hidden(text(client, path), "key"), f"{local_date(now)}"
    values = {"key": key, "amount_yen": "250000", "note": "第1号", "on": on}
    assert [client.post(path, values).status_code for _ in range(2)] == [302, 302]
    with scope.of_organization(demanded.organization_id):
        assert Repayment.objects.get().principal_yen == 250_000
    more = client.post(path, values | {"key": "4f7a1a7e-8f0e-4c8c-9d3b-0d6f5c1f0a11", "amount_yen": "350001"})
    assert more.status_code == 422
    assert "計350,000円まで" in more.content.decode()
    desk = log_in(officer.user)
    assert path not in text(desk, f"{LIST}{demanded.pk}/"), "who does not pay does not book either"
    refused = desk.post(path, values | {"key": "4f7a1a7e-8f0e-4c8c-9d3b-0d6f5c1f0a12"})
    assert "支払いを記録する権限" in refused.content.decode()


def test_a_repayment_is_reversed_by_another_person(
    log_in: LogIn, ina: Organization, demanded: Recovery, head: Member, officer: Member, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        receive(demanded, 1_000, by=head.actor, at=now)
        pk = Repayment.objects.get().pk
    path, page = f"/ina/staff/repayments/{pk}/reverse/", f"{LIST}{demanded.pk}/"
    assert log_in(officer.user).get(path).status_code == 403
    assert path not in text(log_in(officer.user), page)
    client = log_in(head.user)
    assert path in text(client, page)
    assert "別の職員がします" in client.post(path, {"why": "別の人の納付"}).content.decode()
    client = log_in(make_member(ina, "section_head", "別の 係長").user)
    assert client.post(path, {"why": "別の人の納付"}).status_code == 302
    assert "済んでいるか" in client.post(path, {"why": "x"}, follow=True).content.decode(), "pressed twice"
    shown = text(client, page)
    assert "取り消した納付" in shown
    assert path not in shown


def test_nobody_without_the_right_decides_and_no_other_town_sees_it(
    log_in: LogIn, row: Recovery, demanded: Recovery, sado_officer: Member, officer: Member
) -> None:
    assert log_in(sado_officer.user).get(f"/sado/staff/recoveries/{row.pk}/").status_code == 404
    assert log_in(sado_officer.user).get(f"{LIST}{row.pk}/").status_code in (403, 404)
    assert log_in(officer.user).get(f"{LIST}{row.pk}/approve/").status_code == 404, "it is decided already"
    assert log_in(officer.user).get(f"{LIST}{row.pk}/nothing/").status_code == 404


def test_late_refunds_stand_on_a_shelf_of_their_own(
    log_in: LogIn, demanded: Recovery, officer: Member, head: Member, now: datetime
) -> None:
    client = log_in(officer.user)
    assert "ここに、返還が並びます" in text(client, f"{LIST}?shelf=overdue")
    with scope.of_organization(demanded.organization_id):
        past = local_date(now) - timedelta(days=1)
        Recovery.objects.update(due_on=past, next_due_on=past)
    assert "(期限切れ)" in text(client, f"{LIST}?shelf=overdue")
    assert client.post(f"{LIST}{demanded.pk}/remind/").status_code == 302
    assert "督促状(PDF)" in text(client, f"{LIST}{demanded.pk}/")
    lost, path = {"lost_on": f"{local_date(now)}", "why": "援用"}, f"{LIST}{demanded.pk}/write-off/"
    assert "別の職員がします" in client.post(path, lost | {"loss": "lapsed"}).content.decode()
    client = log_in(head.user)
    assert client.post(path, lost).status_code == 422, "on a ground only"
    assert "消滅時効が完成するのは" in client.post(path, lost | {"loss": "lapsed"}).content.decode()
    assert client.post(path, lost | {"loss": "discharged"}).status_code == 302
    assert "免除・免責" in text(client, f"{LIST}{demanded.pk}/")


def test_terms_need_an_article_for_being_late(log_in: LogIn, ina: Organization, officer: Member) -> None:
    client, path = log_in(officer.user), f"{LIST}terms/"
    said = {
        "due_days": "20", "reminder_days": "10", "most_parts": "24", "arrears": "penalty", "percent": "10.95",
        "least_yen": "100", "unit_yen": "1", "limitation": "private", "version": hidden(text(client, path), "version"),
    }  # fmt: skip
    assert "根拠の条文が要ります" in client.post(path, said).content.decode()
    assert client.post(path, said | {"source": "規則第19条"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert RecoveryTerms.objects.get().source == "規則第19条"
    assert client.post(path, said | {"source": "規則第20条", "version": "9"}).status_code == 422, "somebody was faster"


def test_what_goes_back_in_a_year(log_in: LogIn, demanded: Recovery, officer: Member) -> None:
    client = log_in(officer.user)
    assert "まだありません" in text(client, f"{LIST}returned/")
    for wrong in ("1999", "²"):
        assert client.get(f"{LIST}returned/?year={wrong}").status_code == 404
    assert client.get(f"{LIST}returned/sheet/?kind=csv").content.decode("utf-8-sig").startswith("納付日,受付番号")
    assert client.get(f"{LIST}returned/sheet/").content.startswith(b"PK")
    with scope.of_organization(demanded.organization_id):
        entries = Entry.objects.filter(action="schemes.hand_over_returned", actor_user=officer.user.pk).order_by("pk")
        assert list(entries.values_list("after__part", flat=True)) == ["csv", "xlsx"]


def test_the_grantee_sees_what_is_demanded_in_two_languages(
    client: Client, ina: Organization, grant: Grant, row: Recovery, officer: Member, head: Member, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        path = f"/ina/apply/a/{new_link(application=grant.application, by=officer.actor, at=now)}/"
    assert "補助金の返還" not in text(client, path), "nothing is said while it is considered"
    with scope.of_organization(ina.pk):
        make_demanded(ina, row, 600_000, by=officer.actor, head=head.actor, at=now)
    assert "返還する額 600,000円" in text(client, path)
    english = client.get(path, headers={"accept-language": "en"}).content.decode()
    assert "To pay back: 600,000 yen" in english
