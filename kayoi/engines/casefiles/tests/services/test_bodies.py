"""Bodies: found by number or by name and seat, never by a name alone; put right; never merged with a person."""

from datetime import datetime
from typing import Any

import pytest

from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.models import Body, CaseFile
from kayoi.engines.casefiles.selectors import about_body, body_of, find_case_files
from kayoi.engines.casefiles.services import BodyFields
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.kit.moves import ChangedMeanwhile
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")
SAID = {"representative_title": "会長", "representative_name": "中山 正", "address": "伊那市長谷1"}
NUMBER = "7000012050002"


@pytest.fixture
def opened(officer: Member, at: datetime) -> Any:
    def make(name: str = "長谷の会", **fields: str) -> CaseFile:
        return services.body_for(fields=BodyFields(**{"name": name, **SAID, **fields}), by=officer.actor, at=at)

    return make


def test_a_body_is_opened_once_by_its_number(opened: Any) -> None:
    first = opened(corporate_number=NUMBER, kana="はせのかい")
    assert (
        opened("NPO法人 長谷の会", corporate_number=NUMBER, address="伊那市荒井2", representative_name="別の人")
        == first
    )
    first.refresh_from_db()
    assert (first.name, first.status, first.address) == ("長谷の会", "closed", "伊那市長谷1")
    assert [one.value for one in about_body(Body.objects.get())] == [
        "長谷の会(はせのかい)", "会長 中山 正", "伊那市長谷1", NUMBER,
    ]  # fmt: skip
    assert Entry.objects.filter(action="casefiles.open_body").count() == 1
    assert find_case_files("長谷の会") == [first]


def test_without_a_number_the_name_and_the_seat_find_it(opened: Any) -> None:
    first = opened()
    assert opened("長谷の 会", address="伊那市長谷1") == first
    assert opened(address="伊那市荒井2") != first
    assert opened("別の会") != first
    assert Body.objects.count() == 3


def test_who_tells_a_number_later_is_known_by_name_and_seat(opened: Any) -> None:
    first = opened()
    assert opened(corporate_number=NUMBER) == first
    assert Body.objects.get().corporate_number == ""  # staff write it down
    other = opened("会社", corporate_number=NUMBER)
    assert opened("会社", corporate_number="1180301018771") not in (first, other)


def test_of_merged_ones_the_kept_one_is_found(opened: Any, head: Member, at: datetime) -> None:
    kept, other = opened(), opened(address="伊那市荒井2")
    services.merge_case_files(source=other, target=kept, by=head.actor, at=at)
    assert opened(address="伊那市荒井2") == kept


def test_a_body_and_a_person_are_not_merged(opened: Any, head: Member, at: datetime) -> None:
    with pytest.raises(services.UnableToMerge, match="merge_two_kinds"):
        services.merge_case_files(source=make_file(), target=opened(), by=head.actor, at=at)


def test_a_new_chair_is_written_down(opened: Any, officer: Member, at: datetime) -> None:
    body = body_of(opened())
    assert body is not None
    fields = BodyFields(**{"name": "長谷の会", **SAID, "representative_name": "春日 恵", "address": "伊那市長谷2"})
    services.change_body(body=body, fields=fields, version=1, by=officer.actor, at=at)
    body = Body.objects.select_related("case_file").get()
    assert (body.representative, body.case_file.address) == ("会長 春日 恵", "伊那市長谷2")
    with pytest.raises(ChangedMeanwhile):
        services.change_body(body=body, fields=fields, version=1, by=officer.actor, at=at)


def test_a_number_is_of_one_body(opened: Any, officer: Member, at: datetime) -> None:
    opened("会社", corporate_number=NUMBER)
    body = body_of(opened())
    assert body is not None
    fields = BodyFields(**{"name": "長谷の会", **SAID, "corporate_number": NUMBER})
    with pytest.raises(services.UnableToChangeBody, match="number_of_another"):
        services.change_body(body=body, fields=fields, version=1, by=officer.actor, at=at)
    assert Body.objects.get(pk=body.pk).corporate_number == ""


def test_a_person_is_no_body() -> None:
    assert body_of(make_file()) is None
    assert body_of(None) is None
