"""Pages of the bands: figures that open their people, names for those who may read files, nobody protected by name."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states.ties import Band, Course
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.strategy.indicators.selectors.ties import ties, ties_chart
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db
BY = system("test")


def url(name: str, town: str = "ina") -> str:
    return reverse(f"indicators:{name}", kwargs={"organization": town})


def person(name: str, *days_ago: int, at: datetime) -> CaseFile:
    long_ago = at - timedelta(days=1000)
    file = casefiles.open_case_file(fields={"name": name}, by=BY, at=long_ago)
    for days in days_ago:
        moment = at - timedelta(days=days)
        casefiles.add_engagement(file=file, kind="stay", occurred_at=moment, by=BY, at=moment)
    return file


def test_figures_and_picture_add_up(in_ina: Organization, at: datetime) -> None:
    person("花", 1, 2, at=at)
    person("健", 400, at=at)
    person("静", at=at)
    found = ties(on=local_date(at))
    assert [(row.days, row.persons, row.before) for row in found.rows] == [
        ("0日", 2, 2), ("1日", 0, 1), ("2〜3日", 1, 0), ("4〜11日", 0, 0), ("12日以上", 0, 0),
    ]  # fmt: skip
    assert dict(found.courses) == {Course.UP: 1, Course.SAME: 1, Course.DOWN: 1, Course.NEW: 0}
    assert (found.persons, found.persons_before) == (3, 3)
    assert ties_chart(found).table.rows[2] == (f"{Band.SOME.label}(2〜3日)", 1, 0)


def test_each_number_opens_its_people(ina: Organization, officer: Member, log_in: LogIn, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        person("谷川 花", 1, 2, at=at)
        hidden = person("沢村 忍", 1, 2, at=at)
        casefiles.protect(file=hidden, starts_on=local_date(at), basis="x", by=BY, at=at)
        person("森田 健", 400, at=at)
    client = log_in(officer.user)
    page = client.get(url("ties")).content.decode()
    assert "?band=some" in page
    assert "点数や重みはありません" in page
    people = client.get(url("ties_people"), {"band": "some"}).content.decode()
    assert ("谷川 花" in people, "沢村 忍" in people, "森田 健" in people) == (True, False, False)
    assert "支援措置の対象" in people
    assert "森田 健" in client.get(url("ties_people"), {"way": "down"}).content.decode()
    csv = client.get(url("ties_people"), {"band": "some", "format": "csv"}).content.decode("utf-8-sig")
    assert csv.count("\n") == 3
    assert ("ときどき" in csv, "谷川 花" in csv) == (True, False)
    last = {line.split(",")[0]: line.split(",")[3] for line in csv.splitlines()[1:]}
    assert (last.pop(hidden.number), len(last), all(last.values())) == ("", 1, True)
    assert client.get(url("ties_people"), {"band": "nonsense"}).status_code == 200
    assert client.get(url("ties", "sado")).status_code == 404


def test_one_line_on_the_case_file(ina: Organization, officer: Member, log_in: LogIn, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = person("谷川 花", 1, 2, at=at)
    page = reverse("workspace:case_file", kwargs={"organization": "ina", "pk": file.pk})
    text = " ".join(log_in(officer.user).get(page).content.decode().split())
    assert "この12か月に 2日(ときどき) ・1種類 ・最後は令和8年11月19日" in text
