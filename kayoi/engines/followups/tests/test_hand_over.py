"""A desk moves whole, nothing is left without an owner, and it can be taken back on the same day."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import assign_case_file, close_case_file
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services
from kayoi.engines.followups.models import FollowUp, HandOver
from kayoi.engines.followups.selectors import desks, heirs_of
from kayoi.engines.followups.selectors.checks import left_on_a_moved_desk, without_present_owner
from kayoi.engines.followups.states import Division
from kayoi.foundation.audit.selectors import entries_of
from kayoi.foundation.identity.services import end_membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.cast import Member, make_member

BY = system("test")
TODAY = date(2026, 11, 20)


@pytest.fixture
def heir(in_ina: Organization) -> Member:
    return make_member(in_ina, "officer", "後任 担当")


@pytest.fixture
def desk(in_ina: Organization, officer: Member, head: Member, at: datetime) -> dict[str, FollowUp]:
    """Sato's desk: a file with a task, a file with a task of nobody, a task alone; and things of somebody else."""
    mine, quiet, closed, others = (make_file(name=name) for name in ("一", "二", "三", "四"))
    for file in (mine, quiet, closed):
        assign_case_file(file=file, to=officer.membership, by=BY, at=at)
    close_case_file(file=closed, by=officer.actor, at=at, why="x")
    assign_case_file(file=others, to=head.membership, by=BY, at=at)

    def plan(title: str, file: CaseFile | None, owner: Member | None) -> FollowUp:
        return services.plan_follow_up(
            title=title, due_on=TODAY, case_file=file, owner=owner.membership if owner else None, by=BY, at=at
        )

    return {
        "mine": plan("a", mine, officer),
        "nobodys": plan("b", quiet, None),
        "alone": plan("c", None, officer),
        "on_others": plan("d", others, officer),
        "of_others": plan("e", mine, head),
        "free": plan("f", others, None),
    }


def owners(desk: dict[str, FollowUp]) -> dict[str, str]:
    found = FollowUp.objects.select_related("owner").in_bulk([row.pk for row in desk.values()])
    return {name: str(found[row.pk].owner or "") for name, row in desk.items()}


def hand_over(officer: Member, heirs: list[Member], at: datetime, how: Division = Division.EVENLY) -> HandOver:
    return services.hand_over_desk(
        leaver=officer.membership, heirs=[heir.membership for heir in heirs], how=how, by=BY, at=at
    )


def test_everything_of_the_desk_moves_and_nothing_else(
    desk: dict[str, FollowUp], officer: Member, heir: Member, at: datetime
) -> None:
    services.finish_follow_up(follow_up=services.plan_follow_up(
        title="済み", due_on=TODAY, owner=officer.membership, by=BY, at=at), by=BY, at=at)  # fmt: skip
    made = hand_over(officer, [heir], at)
    assert owners(desk) == {
        "mine": "後任 担当", "nobodys": "後任 担当", "alone": "後任 担当", "on_others": "後任 担当",
        "of_others": "加藤 係長", "free": "",
    }  # fmt: skip
    assert set(CaseFile.objects.filter(assigned_to=heir.membership).values_list("name", flat=True)) == {
        "一",
        "二",
        "三",
    }
    assert list(heirs_of(made)) == [heir.membership]
    assert officer.membership not in desks()
    end_membership(membership=officer.membership, ends_before=TODAY, by=BY, at=at)
    assert (without_present_owner(on=TODAY), left_on_a_moved_desk()) == (0, 0)


def test_check_finds_what_was_left(desk: dict[str, FollowUp], officer: Member, heir: Member, at: datetime) -> None:
    hand_over(officer, [heir], at)
    FollowUp.objects.create(title="残", due_on=TODAY, owner=officer.membership, made_at=at - timedelta(days=1))
    file = CaseFile.objects.get(name="一")
    FollowUp.objects.create(title="宙", due_on=TODAY, case_file=file, made_at=at - timedelta(days=1))
    FollowUp.objects.create(title="新", due_on=TODAY, owner=officer.membership, made_at=at + timedelta(days=1))
    assert left_on_a_moved_desk() == 2


def test_one_person_goes_to_one_successor(
    desk: dict[str, FollowUp], officer: Member, heir: Member, head: Member, at: datetime
) -> None:
    made = hand_over(officer, [heir, head], at)
    by_file: dict[int | None, set[int]] = {}
    for item in made.items.exclude(case_file=None):
        by_file.setdefault(item.case_file_id, set()).add(item.to_id)
    assert all(len(heirs) == 1 for heirs in by_file.values())
    assert {item.to_id for item in made.items.all()} == {heir.membership.pk, head.membership.pk}


def test_undone_on_the_same_day_but_what_moved_on_stays(
    desk: dict[str, FollowUp], officer: Member, heir: Member, head: Member, at: datetime
) -> None:
    before = owners(desk)
    made = hand_over(officer, [heir], at)
    moved_on = FollowUp.objects.get(pk=desk["alone"].pk)
    services.change_follow_up(
        follow_up=moved_on, title="c", due_on=TODAY, owner=head.membership, version=moved_on.version, by=BY, at=at
    )
    made.refresh_from_db()
    assert services.undo_hand_over(hand_over=made, by=BY, at=at) == 6
    assert owners(desk) == before | {"alone": "加藤 係長"}
    assert CaseFile.objects.filter(assigned_to=officer.membership).count() == 3
    made.refresh_from_db()
    with pytest.raises(services.UnableToHandOver, match="undone_already"):
        services.undo_hand_over(hand_over=made, by=BY, at=at)


def test_the_trail_of_each_file_tells_of_it(
    desk: dict[str, FollowUp], officer: Member, heir: Member, head: Member, at: datetime
) -> None:
    files = {file.name: file for file in CaseFile.objects.all()}
    before = {name: entries_of("casefiles.CaseFile", file.pk).count() for name, file in files.items()}
    made = hand_over(officer, [heir], at)
    assign_case_file(file=files["二"], to=head.membership, by=BY, at=at)
    made.refresh_from_db()
    services.undo_hand_over(hand_over=made, by=BY, at=at)
    told = {name: list(entries_of("casefiles.CaseFile", file.pk)) for name, file in files.items()}
    assert {name: len(told[name]) - before[name] for name in files} == {"一": 2, "二": 2, "三": 2, "四": 0}
    back, over = told["一"][:2]
    mine, theirs = officer.membership.pk, heir.membership.pk
    assert (over.action, over.before, over.after) == (
        "followups.hand_over", {"assigned_to": mine}, {"assigned_to": theirs, "hand_over": made.pk},
    )  # fmt: skip
    assert (back.action, back.before, back.after) == (
        "followups.undo_hand_over", {"assigned_to": theirs}, {"assigned_to": mine, "hand_over": made.pk},
    )  # fmt: skip
    assert told["二"][0].action == "casefiles.casefile.change", "what was passed on is not given back"


def test_not_undone_on_another_day(desk: dict[str, FollowUp], officer: Member, heir: Member, at: datetime) -> None:
    made = hand_over(officer, [heir], at)
    with pytest.raises(services.UnableToHandOver, match="undo_too_late"):
        services.undo_hand_over(hand_over=made, by=BY, at=at + timedelta(days=1))
    assert owners(desk)["mine"] == "後任 担当"


def test_refused_desk_moves_nothing(desk: dict[str, FollowUp], officer: Member, at: datetime) -> None:
    before = owners(desk)
    with pytest.raises(services.UnableToHandOver, match="successor_is_leaver"):
        hand_over(officer, [officer], at)
    assert owners(desk) == before
    assert not HandOver.objects.exists()
