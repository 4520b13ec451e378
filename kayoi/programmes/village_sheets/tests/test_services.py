"""Two people and the district; nothing of a draft is public; editions follow each other."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.programmes.village_sheets import services
from kayoi.programmes.village_sheets.models import District, Item, Sheet
from kayoi.programmes.village_sheets.tests.factories import USUAL, items, make_draft, make_published
from tests.cast import Member

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Any]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def test_a_second_person_publishes(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    sheet = make_draft(by=head.actor)
    services.hand_in(sheet=sheet, by=officer.actor, at=at)
    with pytest.raises(services.UnableToApprove) as refused:
        services.publish_sheet(sheet=sheet, by=head.actor, at=at)
    assert codes(refused) == ["village_sheets.own_sheet"]
    assert Sheet.objects.get().status == "checked"


def test_an_officer_may_not_publish(in_ina: Organization, officer: Member, at: datetime) -> None:
    sheet = make_draft()
    services.hand_in(sheet=sheet, by=officer.actor, at=at)
    with pytest.raises(UnableToMove):
        services.publish_sheet(sheet=sheet, by=officer.actor, at=at)


def test_published_with_review_in_a_year(in_ina: Organization, head: Member) -> None:
    sheet = make_published(approver=head.actor)
    assert (sheet.status, sheet.approved_by) == ("published", head.membership)
    review = FollowUp.objects.get()
    assert (review.due_on, review.reference) == (date(2027, 11, 20), str(sheet.pk))


def test_a_sheet_that_only_praises_is_refused(in_ina: Organization, officer: Member, at: datetime) -> None:
    sheet = make_draft(values=items(**(USUAL | {"fee": 0, "snow": 0, "bus": 30})), chief_role="", chief_on=None)
    with pytest.raises(services.UnableToApprove) as refused:
        services.hand_in(sheet=sheet, by=officer.actor, at=at)
    assert codes(refused) == ["village_sheets.no_hard_side", "village_sheets.not_confirmed"]


def test_forbidden_words_are_never_kept(in_ina: Organization, officer: Member, at: datetime) -> None:
    sheet = make_draft()
    with pytest.raises(services.UnableToName) as refused:
        services.write_sheet(
            sheet=sheet,
            fields=services.SheetFields(text="家 柄"),
            items=[],
            version=sheet.version,
            by=officer.actor,
            at=at,
        )
    assert codes(refused) == ["village_sheets.forbidden"]
    with pytest.raises(services.UnableToName):
        services.add_district(name="〇〇部落", kana="まる", by=officer.actor, at=at)
    assert Sheet.objects.get().text == "静かな谷です。"
    assert District.objects.count() == 1


def test_only_drafts_are_written(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    sheet = make_published(approver=head.actor)
    with pytest.raises(ChangedMeanwhile):
        services.write_sheet(
            sheet=sheet, fields=services.SheetFields(), items=[], version=sheet.version, by=officer.actor, at=at
        )
    assert Item.objects.count() == len(USUAL)


def test_the_next_edition_takes_the_place(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    first = make_published(approver=head.actor)
    second = services.begin_edition(district=first.district, by=officer.actor, at=at)
    assert services.begin_edition(district=first.district, by=officer.actor, at=at).pk == second.pk
    assert second.items.count() == len(USUAL)
    assert second.chief_role == "", "the district confirms each edition anew"
    fields = services.SheetFields(chief_role="区長", chief_on=date(2026, 11, 10), chief_how="letter")
    services.write_sheet(
        sheet=second, fields=fields, items=items(**USUAL), version=second.version, by=officer.actor, at=at
    )
    services.hand_in(sheet=second, by=officer.actor, at=at)
    services.publish_sheet(sheet=second, by=head.actor, at=at)
    assert dict(Sheet.objects.values_list("edition", "status")) == {1: "withdrawn", 2: "published"}
    assert dict(FollowUp.objects.values_list("reference", "status")) == {str(first.pk): "done", str(second.pk): "open"}


def test_sent_back_and_withdrawn(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    sheet = make_draft()
    services.hand_in(sheet=sheet, by=officer.actor, at=at)
    services.send_back(sheet=sheet, why="バスの便を確かめる", by=head.actor, at=at)
    assert Sheet.objects.get().status == "draft"
    services.hand_in(sheet=sheet, by=officer.actor, at=at)
    services.publish_sheet(sheet=sheet, by=head.actor, at=at)
    services.withdraw_sheet(sheet=sheet, why="道が変わった", by=head.actor, at=at)
    assert Sheet.objects.get().status == "withdrawn"
    assert FollowUp.objects.get().status == "done"


def test_the_public_reads_what_is_published_only(in_ina: Organization, head: Member) -> None:
    make_published("公開の地区", approver=head.actor)
    make_draft("下書きの地区")
    with scope.of_public():
        assert [district.name for district in District.objects.all()] == ["公開の地区"]
        assert Sheet.objects.count() == 1
        assert Item.objects.count() == len(USUAL)


def publish_without_district(sheet: Sheet) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(chief_role="")


def publish_without_approver(sheet: Sheet) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(approved_by=None)


def say_both(sheet: Sheet) -> None:
    Item.objects.filter(sheet=sheet, code="fee").update(choice="x")


def say_without_source(sheet: Sheet) -> None:
    Item.objects.filter(sheet=sheet, code="fee").update(source="")


@pytest.mark.parametrize(
    ("spoil", "constraint"),
    [
        (publish_without_district, "village_sheets_district_agreed"),
        (publish_without_approver, "village_sheets_approved"),
        (say_both, "village_sheets_number_or_choice"),
        (say_without_source, "village_sheets_source_named"),
    ],
)
def test_the_database_refuses(
    in_ina: Organization, head: Member, spoil: Callable[[Sheet], None], constraint: str
) -> None:
    sheet = make_published(approver=head.actor)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        spoil(sheet)
