"""The board: exact counts, filters that are remembered, several rows at once, nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import assign_case_file
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services
from kayoi.engines.followups.models import FollowUp, Pause
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db
BY = system("test")
BOARD, BULK = "workspace:inbox", "workspace:bulk"


def url(name: str, **names: object) -> str:
    return reverse(name, kwargs={"organization": "ina", **names})


@pytest.fixture
def board(ina: Organization, officer: Member, head: Member) -> dict[str, int]:
    """Two late, one today, one later, of Sato; one late of nobody; one file of Sato has gone quiet."""
    now = timezone.now()
    today = local_date(now)
    with scope.of_organization(ina.pk):
        days = {"late1": -3, "late2": -1, "today": 0, "later": 9}
        tasks = {
            name: services.plan_follow_up(
                title=name, due_on=today + timedelta(days=day), owner=officer.membership, by=BY, at=now
            )
            for name, day in days.items()
        }
        tasks["free"] = services.plan_follow_up(title="free", due_on=today - timedelta(days=2), by=BY, at=now)
        quiet = make_file(name="しずか")
        assign_case_file(file=quiet, to=officer.membership, by=BY, at=now)
        CaseFile.objects.update(touched_at=now - timedelta(days=31))
        return {name: task.pk for name, task in tasks.items()} | {"quiet": quiet.pk}


def counts(client: Client, **query: str) -> list[int]:
    return [column.total for column in client.get(url(BOARD), {"due": "board", **query}).context["columns"]]


def test_columns_count_exactly(
    ina: Organization, board: dict[str, int], officer: Member, head: Member, log_in: LogIn
) -> None:
    client = log_in(officer.user)
    assert counts(client, owner="all") == [3, 1, 1, 1]
    assert counts(client, owner="mine") == [2, 1, 1, 1]
    assert counts(client, owner="nobody") == [1, 0, 0, 0]
    assert counts(client, owner=str(head.membership.pk)) == [0, 0, 0, 0]
    loads = {load.name: load for load in client.get(url(BOARD), {"due": "board"}).context["loads"]}
    sato, nobody = loads["佐藤 担当"], loads["担当なし"]
    assert (sato.late, sato.today, sato.week, sato.all, sato.quiet) == (2, 1, 3, 4, 1)
    assert (nobody.late, nobody.all, nobody.quiet) == (1, 1, 0)
    home = client.get(url("workspace:home")).context["home"]
    assert [column.total for column in home.columns] == [2, 1, 1, 1]


def test_filters_are_remembered(board: dict[str, int], officer: Member, log_in: LogIn) -> None:
    client = log_in(officer.user)
    client.get(url(BOARD), {"owner": "mine", "due": "late"})
    again = client.get(url(BOARD))
    assert again.status_code == 302
    assert again["Location"].endswith("?owner=mine&due=late")
    rows = client.get(again["Location"]).context["rows"]
    assert [row.title for row in rows] == ["late1", "late2"]


def bulk(client: Client, rows: list[str], **form: object) -> int:
    return client.post(f"{url(BULK)}?owner=mine&due=board", {"rows": rows, **form}).status_code


def test_several_at_once(
    ina: Organization, board: dict[str, int], officer: Member, head: Member, log_in: LogIn
) -> None:
    client, until = log_in(officer.user), local_date(timezone.now()) + timedelta(days=20)
    tasks = [f"t{board['late1']}", f"t{board['today']}"]
    assert bulk(client, [f"t{board['late2']}"], action="finish") == 302
    assert bulk(client, [f"t{board['free']}", f"f{board['quiet']}"], action="assign", to=head.membership.pk) == 302
    assert counts(client, owner=str(head.membership.pk)) == [1, 0, 0, 1]
    assert bulk(client, [*tasks, f"f{board['quiet']}"], action="snooze", until=until, why="雪がとけてから") == 302
    assert counts(client, owner="all") == [1, 0, 1, 0]
    asleep = client.get(url(BOARD), {"due": "asleep"})
    assert "雪がとけてから" in asleep.content.decode()
    with scope.of_organization(ina.pk):
        assert FollowUp.objects.filter(snoozed_until=until).count() == 2
        assert Pause.objects.get().why == "雪がとけてから"


def test_putting_off_without_day_or_reason_loses_nothing(
    ina: Organization, board: dict[str, int], officer: Member, log_in: LogIn
) -> None:
    client = log_in(officer.user)
    row = f"t{board['late1']}"
    answer = client.post(url(BULK), {"rows": [row], "action": "snooze", "why": "冬のあいだ"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "いつまで休ませるかを書いてください。" in text
    assert 'value="冬のあいだ"' in text
    assert answer.context["bulk"].ticked == {row}
    today = local_date(timezone.now()).isoformat()
    assert client.post(url(BULK), {"rows": [row], "action": "snooze", "why": "x", "until": today}).status_code == 422
    assert client.post(url(BULK), {"action": "finish"}).status_code == 422
    with scope.of_organization(ina.pk):
        assert not FollowUp.objects.exclude(snoozed_until=None).exists()


def test_one_is_put_off_and_taken_back(
    ina: Organization, board: dict[str, int], officer: Member, log_in: LogIn
) -> None:
    client, until = log_in(officer.user), local_date(timezone.now()) + timedelta(days=5)
    for page, pk in (("workspace:snooze_follow_up", board["today"]), ("workspace:pause_file", board["quiet"])):
        target = url(page, pk=pk)
        assert client.post(target, {"until": until}).status_code == 422
        assert client.post(target, {"until": until, "why": "出産"}).status_code == 302
        assert "出産" in client.get(target).content.decode()
    assert counts(client) == [3, 0, 1, 0]
    for page, pk in (("workspace:snooze_follow_up", board["today"]), ("workspace:pause_file", board["quiet"])):
        client.post(url(page, pk=pk), {"wake": "1"})
    assert counts(client) == [3, 1, 1, 1]
