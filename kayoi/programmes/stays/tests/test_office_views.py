"""The office, through the browser: examined, decided, charged; what the law asks for written down."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone

from kayoi.engines.procedures.models import Paper
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import Charge, Guest, Stay
from kayoi.programmes.stays.states import ChargeKind
from kayoi.programmes.stays.tests.factories import a_house, a_priced_stay, a_procedure, a_room, a_stay
from tests.cast import LogIn, Member, make_member

STAYS = "/ina/staff/stays/"
GUEST = {"name": "Anna Berg", "address": "Oslo", "contact": "+47 1"}


@pytest.fixture
def stay(ina: Organization) -> Stay:
    with scope.of_organization(ina.pk):
        return a_priced_stay(at=timezone.now(), **_ahead())


def _ahead() -> dict[str, Any]:
    first = local_date(timezone.now()) + timedelta(days=20)
    return {"arrives_on": first, "leaves_on": first + timedelta(days=3)}


def test_from_the_list_to_the_letter(
    log_in: LogIn, officer: Member, head: Member, ina: Organization, stay: Stay
) -> None:  # fmt: skip
    client, page = log_in(officer.user), f"{STAYS}{stay.pk}/"
    assert page in client.get(f"{STAYS}?status=asked").content.decode()
    assert page not in client.get(f"{STAYS}?mine=on").content.decode()
    sheet = client.get(f"{STAYS}?status=asked&format=csv").content.decode("utf-8-sig").splitlines()
    assert len(sheet) == 2
    assert sheet[1].endswith(",3,2,0,申請中,12000")
    assert client.get(f"{STAYS}?status=closed&format=csv").content.decode("utf-8-sig").count("\n") == 1
    shown = client.get(page).content.decode()
    assert "12,000" in shown
    assert "審査を終えて決裁に回す" in shown
    assert client.post(f"{page}propose/", {"outcome": "refused"}).status_code == 422  # without a reason
    assert client.post(f"{page}propose/", {"outcome": "approved"}).status_code == 302
    assert "審査した人は、決裁できません" in client.post(f"{page}decide/", follow=True).content.decode()
    decider = log_in(head.user)
    assert page in decider.get(f"{STAYS}?mine=on").content.decode()
    done = decider.post(f"{page}decide/", follow=True).content.decode()
    assert "利用許可書" in done
    assert "許可済み" in done
    with scope.of_organization(ina.pk):
        fee = Charge.objects.get(kind=ChargeKind.FEE)
    paid = {"paid_on": "2026-11-25", "paid_by": "donation", "note": "寄附 第3号"}
    assert client.post(f"{STAYS}charges/{fee.pk}/", paid).status_code == 302
    assert "ふるさと納税など(寄附) 寄附 第3号" in client.get(page).content.decode()
    assert client.post(f"{STAYS}charges/{fee.pk}/", {"why": "別の人"}).status_code == 302
    relief = {"relief": "child", "article": "条例第8条", "why": "乳児がいる"}
    assert decider.post(f"{page}relieve/", relief).status_code == 302
    assert "条例第8条" in client.get(page).content.decode()
    assert client.post(f"{page}companion/", {"name": "祖母"}).status_code == 302
    until = _ahead()["leaves_on"] + timedelta(days=1)
    assert client.post(f"{page}longer/", {"until": until.isoformat()}).status_code == 302
    assert "取消料" in client.get(f"{page}cancel/").content.decode()
    assert client.post(f"{page}cancel/", {"reason": "town", "why": "雪害"}).status_code == 302
    assert "取りやめ" in client.get(page).content.decode()
    assert client.post(f"{page}cancel/", {"reason": "town", "why": "雪害"}).status_code == 422


def test_given_back_sent_back_and_refused(
    log_in: LogIn, officer: Member, head: Member, ina: Organization, stay: Stay
) -> None:  # fmt: skip
    client, decider, page = log_in(officer.user), log_in(head.user), f"{STAYS}{stay.pk}/"
    client.post(f"{page}propose/", {"outcome": "refused", "reasons": "観光が目的です。"})
    assert decider.post(f"{page}send-back/", {"why": "もう一度"}).status_code == 302
    client.post(f"{page}propose/", {"outcome": "refused", "reasons": "観光が目的です。"})
    done = decider.post(f"{page}decide/", follow=True).content.decode()
    assert "利用不許可通知書" in done
    assert "観光が目的です。" in done


def test_put_right_and_papers(log_in: LogIn, officer: Member, ina: Organization) -> None:
    documents = [{"code": "residence", "label": "住民票の写し"}]
    with scope.of_organization(ina.pk):
        house = a_house(procedure=a_procedure(documents=documents))
        row = a_stay(a_room(house), **_ahead())
        paper = Paper.objects.get()
    client, page = log_in(officer.user), f"{STAYS}{row.pk}/"
    today = local_date(timezone.now()).isoformat()
    desk = f"{STAYS}papers/{paper.pk}/"
    assert client.get(desk).status_code == 200
    assert client.post(desk, {"action": "return", "why": "期限切れ"}).status_code == 302
    assert client.post(desk, {"action": "receive", "received_on": today}).status_code == 302
    assert client.post(desk, {"action": "accept"}).status_code == 302
    assert "確認済み" in client.get(page).content.decode()
    due = (local_date(timezone.now()) + timedelta(days=10)).isoformat()
    assert client.post(f"{page}return/", {"reasons": "氏名", "due_on": due}).status_code == 302
    assert "補正をお願い中" in client.get(page).content.decode()
    applied = client.get(f"{STAYS}applied/{row.application_id}/")
    assert applied.headers["Location"] == page


def test_what_the_grounds_ask_for(log_in: LogIn, officer: Member, head: Member, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        inn, notice, lease = (
            a_stay(a_room(a_house(basis=basis, basis_detail="第1号")), is_allowed=True, **_ahead())
            for basis in ("inn", "notice", "fixed_lease")
        )
    client, today = log_in(officer.user), local_date(timezone.now()).isoformat()
    page = f"{STAYS}{inn.pk}/"
    abroad = GUEST | {"from_abroad": "on", "nationality": "Norway"}
    assert "旅券番号" in client.post(f"{page}guest/", abroad).content.decode()
    assert client.post(f"{page}guest/", abroad | {"passport_number": "N1234567"}).status_code == 302
    assert "1/2人" in client.get(page).content.decode()
    register = client.get(f"{STAYS}register/").content.decode()
    assert "Anna Berg" in register
    assert "N1234567" not in register
    book = client.post(f"{STAYS}register/sheet/").content
    with ZipFile(BytesIO(book)) as parts:
        assert b"N1234567" in b"".join(parts.read(name) for name in parts.namelist())
    page = f"{STAYS}{notice.pk}/"
    said = {"intent": "buy", "said": "中古住宅を探す", "asked_on": today}
    assert client.post(f"{page}intent/", said).status_code == 302
    assert "中古住宅を探す" in client.get(page).content.decode()
    page = f"{STAYS}{lease.pk}/"
    assert client.post(f"{page}lease/signed/day/", {"on": today}).status_code == 422
    for which in ("explanation", "contract"):
        assert client.post(f"{page}lease/{which}/").status_code == 302
    for which in ("explained", "signed"):
        assert client.post(f"{page}lease/{which}/day/", {"on": today}).status_code == 302
    assert "契約した日 令和" in client.get(page).content.decode()
    with scope.of_organization(ina.pk):
        guest = Guest.objects.get()
        assert Entry.objects.filter(action="stays.hand_over_register").count() == 1
    assert client.post(f"{STAYS}guests/{guest.pk}/strike/", {"why": "書き間違い"}).status_code == 302
    assert log_in(make_member(ina, "contractor", "委託").user).get(f"{STAYS}register/").status_code == 403
