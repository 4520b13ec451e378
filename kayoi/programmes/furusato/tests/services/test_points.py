"""Points: earned once by a confirmed activity, taken back with it, spent at counters, never below zero."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.credentials.services import Holder
from kayoi.engines.credentials.tests.factories import make_card
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.ledger.jobs import expire_ledger_lots
from kayoi.engines.ledger.models import Account, Lot, Transfer
from kayoi.engines.ledger.selectors import checks
from kayoi.engines.ledger.services import Given, expire_lots
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.furusato.models import (
    ActivityKind,
    Benefit,
    BenefitUse,
    PointsEarned,
    PointsScheme,
    Registration,
    SignUp,
)
from kayoi.programmes.furusato.selectors import point_checks
from kayoi.programmes.furusato.selectors.card_checks import paid_unlike_uses
from kayoi.programmes.furusato.selectors.points import purse_of, usable_by_file
from kayoi.programmes.furusato.services import benefits, confirming, points
from kayoi.programmes.furusato.services.benefits import UnableToUse, Use
from kayoi.programmes.furusato.services.points import Terms, UnableToSetPoints
from kayoi.programmes.furusato.states import ConfirmedBy
from kayoi.programmes.furusato.tests.factories import (
    BY,
    TODAY,
    a_benefit,
    a_kind,
    a_register,
    a_registration,
    a_scheme,
    a_sign_up,
    an_activity,
)
from tests.clock import NOW


@pytest.fixture
def kind(in_ina: Organization) -> ActivityKind:
    found = a_kind()
    a_scheme(rates={found: 100}, percents={2: 150})
    return found


def registered(*, step: int = 1, **more: Any) -> Registration:
    return a_registration(a_register(step=step), since=TODAY - timedelta(days=60), **more)


def done(kind: ActivityKind, file: CaseFile, *, on: date = TODAY) -> SignUp:
    """Let an activity of a day be over, confirmed by its host."""
    starts = NOW - timedelta(days=(TODAY - on).days, hours=3)
    activity = an_activity(kind, starts_at=starts, ends_at=starts + timedelta(hours=2))
    return confirming.confirm(sign_up=a_sign_up(activity, file=file), how=ConfirmedBy.LIST, by=BY, at=NOW)


def undo(sign_up: SignUp) -> PointsEarned:
    confirming.undo_confirm(sign_up=sign_up, why="別の人だった", by=BY, at=NOW)
    return PointsEarned.objects.filter(sign_up=sign_up).latest("pk")


def spend(benefit: Benefit, holder: Registration, **more: Any) -> BenefitUse:
    given: dict[str, Any] = {"client_key": uuid4(), "used_at": NOW, "registration": holder.pk} | more
    return benefits.record_use(use=Use(benefit.pk, **given), by=BY, at=NOW)


def usable(file: CaseFile) -> int:
    return usable_by_file([file.pk], on=TODAY)[file.pk]


def sound() -> bool:
    found = (point_checks.points_unlike_ledger(), checks.lots_unlike_balances(), paid_unlike_uses())
    return found == (0, 0, 0) and checks.unbalanced() == 0


def test_a_confirmed_activity_earns_once_by_step(kind: ActivityKind) -> None:
    first, second = registered(step=1), registered(step=2)
    row = done(kind, first.case_file)
    confirming.confirm(sign_up=row, how=ConfirmedBy.STAFF, by=BY, at=NOW)
    points.earn_points(sign_up=row, by=BY, at=NOW)
    done(kind, second.case_file)
    assert (usable(first.case_file), usable(second.case_file)) == (100, 150)
    purse = purse_of(second.case_file, on=TODAY)
    assert [(one.kind, one.amount, one.balance) for one in purse.entries] == [("earned", 150, 150)]
    assert [(lot.left, lot.last_day) for lot in purse.lots] == [(150, date(2027, 11, 20))]
    assert sound()


def test_the_step_is_that_of_the_day_of_the_activity(kind: ActivityKind) -> None:
    file = make_file()
    a_registration(a_register(step=2), file=file, since=TODAY)
    done(kind, file, on=TODAY - timedelta(days=1))
    assert (usable(file), PointsEarned.objects.get().step) == (0, None), "registered nowhere on that day"
    done(kind, file)
    assert usable(file) == 150


def test_without_terms_or_for_other_kinds_nothing_is_earned(kind: ActivityKind) -> None:
    holder = registered()
    done(a_kind(), holder.case_file)
    done(kind, holder.case_file, on=TODAY - timedelta(days=61))
    assert not PointsEarned.objects.exists(), "the scheme began sixty days ago"


def test_the_limit_of_the_year_cuts(in_ina: Organization) -> None:
    kind, holder = a_kind(), registered()
    a_scheme(rates={kind: 100}, cap_day=120, cap_year=250)
    done(kind, holder.case_file)
    done(kind, holder.case_file)
    done(kind, holder.case_file, on=TODAY - timedelta(days=1))
    done(kind, holder.case_file, on=TODAY - timedelta(days=2))
    rows = PointsEarned.objects.order_by("pk").values_list("points", "cut")
    assert list(rows) == [(100, 0), (20, 80), (100, 0), (30, 70)]


def test_what_was_not_spent_is_taken_back_with_the_confirmation(kind: ActivityKind) -> None:
    holder = registered()
    row = done(kind, holder.case_file)
    earned = undo(row)
    assert (earned.taken, earned.short, usable(holder.case_file)) == (100, 0, 0)
    assert points.take_points_back(sign_up=row, by=BY, at=NOW) is None, "twice is once"
    row.refresh_from_db()
    confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=BY, at=NOW)
    assert usable(holder.case_file) == 100
    assert sound()


def test_who_did_not_come_has_no_points(kind: ActivityKind) -> None:
    holder = registered()
    confirming.miss(sign_up=done(kind, holder.case_file), by=BY, at=NOW)
    assert usable(holder.case_file) == 0


def test_what_was_spent_is_noted_for_staff_and_set_off_later(kind: ActivityKind) -> None:
    holder = registered()
    row = done(kind, holder.case_file)
    spend(a_benefit(holder.register, points=80), holder)
    earned = undo(row)
    assert (earned.taken, earned.short, usable(holder.case_file)) == (20, 80, 0)
    assert "80ポイント" in FollowUp.objects.get(reference=str(row.pk), finished_at=None).title
    row.refresh_from_db()
    confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=BY, at=NOW)
    again = PointsEarned.objects.latest("pk")
    assert (again.points, again.set_off, usable(holder.case_file)) == (100, 80, 20), "80 were never taken back"
    earned.refresh_from_db()
    assert earned.short == 0
    assert not FollowUp.objects.filter(reference=str(row.pk), finished_at=None).exists()
    row.refresh_from_db()
    assert (undo(row).taken, undo_short(row)) == (20, 80)
    assert sound()


def undo_short(row: SignUp) -> int:
    return PointsEarned.objects.filter(sign_up=row).latest("pk").short


def test_a_use_takes_its_points_once_and_gives_them_back(kind: ActivityKind) -> None:
    holder, key = registered(), uuid4()
    done(kind, holder.case_file)
    benefit = a_benefit(holder.register, points=30)
    first = spend(benefit, holder, client_key=key, quantity=2)
    assert spend(benefit, holder, client_key=key, quantity=2) == first
    assert (first.points, usable(holder.case_file)) == (60, 40)
    assert benefits.reverse_use(use=first, why="押し間違い", by=BY, at=NOW) == Given(60, 0)
    assert usable(holder.case_file) == 100
    kinds = [one.kind for one in purse_of(holder.case_file, on=TODAY).entries]
    assert kinds == ["returned", "spent", "earned"]
    assert sound()


def test_spending_and_returning_are_services_of_their_own(kind: ActivityKind) -> None:
    holder = registered()
    free = spend(a_benefit(holder.register), holder)
    points.spend_points(use=free, by=BY, at=NOW)
    assert points.return_points(use=free, by=BY, at=NOW) == Given(0, 0)
    assert not Transfer.objects.filter(debit__key="furusato:points:spent").exists()


def test_points_that_come_back_too_late_are_said(kind: ActivityKind) -> None:
    holder = registered()
    done(kind, holder.case_file)
    use = spend(a_benefit(holder.register, points=30), holder)
    later = NOW + timedelta(days=400)
    assert benefits.reverse_use(use=use, why="押し間違い", by=BY, at=later) == Given(30, 30)
    expire_lots(on=TODAY + timedelta(days=400), by=BY, at=later)
    assert Account.objects.get(key="furusato:points:expired").balance == 100
    assert sound()


def test_too_few_points_are_refused_while_they_are_there(kind: ActivityKind) -> None:
    holder = registered()
    done(kind, holder.case_file)
    benefit = a_benefit(holder.register, points=101)
    with pytest.raises(UnableToUse, match="points_short"):
        spend(benefit, holder)
    assert not BenefitUse.objects.exists()


@pytest.mark.parametrize(("seconds", "is_there"), [(120, True), (121, False)])
def test_a_use_that_is_told_late_is_noted_as_not_covered(kind: ActivityKind, seconds: int, is_there: bool) -> None:
    holder = registered()
    done(kind, holder.case_file)
    card = make_card(
        holder.subject, holder=Holder(name="山田 花子"), kind=holder.register.card_kind, by=BY, at=NOW
    ).card
    benefit = a_benefit(holder.register, points=101)
    told: dict[str, Any] = {
        "registration": None, "card": card.index, "used_at": NOW - timedelta(seconds=seconds), "client_key": uuid4()
    }  # fmt: skip
    if is_there:
        with pytest.raises(UnableToUse):
            spend(benefit, holder, **told)
    else:
        assert spend(benefit, holder, **told).beyond == "furusato.use_not_covered"
        assert spend(benefit, holder, **told).beyond == "furusato.use_not_covered", "sent twice is one"
        assert BenefitUse.objects.count() == 1
    assert usable(holder.case_file) == 100
    assert sound()


def test_merged_files_have_one_purse(kind: ActivityKind) -> None:
    holder, other = registered(), make_file()
    done(kind, holder.case_file)
    done(kind, other)
    assert usable(other) == 0
    CaseFile.objects.filter(pk=other.pk).update(merged_into=holder.case_file)
    done(kind, other)
    assert (usable(holder.case_file), usable(other)) == (200, 200), "the step is that of the person"
    spend(a_benefit(holder.register, points=150), holder)
    assert usable(other) == 50
    assert sound()


def test_what_two_spent_as_one_goes_back_to_both_after_they_are_two_again(kind: ActivityKind) -> None:
    holder, other = registered(), make_file()
    a_registration(a_register(step=1), file=other, since=TODAY - timedelta(days=60))
    done(kind, holder.case_file)
    done(kind, other)
    CaseFile.objects.filter(pk=other.pk).update(merged_into=holder.case_file)
    use = spend(a_benefit(holder.register, points=150), holder)
    CaseFile.objects.filter(pk=other.pk).update(merged_into=None)
    assert benefits.reverse_use(use=use, why="押し間違い", by=BY, at=NOW) == Given(150, 0)
    assert (usable(holder.case_file), usable(other)) == (100, 100)
    assert sound()


def test_confirming_once_more_neither_prolongs_nor_renews(kind: ActivityKind) -> None:
    holder = registered()
    row, later = done(kind, holder.case_file), NOW + timedelta(days=400)
    undo(row)
    row.refresh_from_db()
    confirming.confirm(sign_up=row, how=ConfirmedBy.STAFF, by=BY, at=NOW + timedelta(days=200))
    assert [lot.last_day for lot in purse_of(holder.case_file, on=TODAY).lots] == [date(2027, 11, 20)]
    row.refresh_from_db()
    confirming.undo_confirm(sign_up=row, why="別の人だった", by=BY, at=later)
    row.refresh_from_db()
    confirming.confirm(sign_up=row, how=ConfirmedBy.STAFF, by=BY, at=later)
    assert purse_of(holder.case_file, on=local_date(later)).usable == 0
    assert sound()


def test_what_a_limit_cut_is_looked_at_when_its_cause_is_taken_back(in_ina: Organization) -> None:
    kind, holder = a_kind(), registered()
    a_scheme(rates={kind: 100}, cap_day=120)
    first, cut, before = (done(kind, holder.case_file, on=TODAY - timedelta(days=days)) for days in (0, 0, 1))
    undo(before)
    assert not FollowUp.objects.filter(title__contains="上限").exists(), "another day"
    undo(first)
    assert "80ポイント" in FollowUp.objects.get(title__contains="上限", finished_at=None).title
    undo(cut)
    cut.refresh_from_db()
    confirming.confirm(sign_up=cut, how=ConfirmedBy.STAFF, by=BY, at=NOW)
    assert usable(holder.case_file) == 100


@pytest.mark.parametrize(("days", "is_refused"), [(0, True), (1, False)])
def test_a_use_from_a_paper_list_of_an_earlier_day_has_happened(
    kind: ActivityKind, days: int, is_refused: bool
) -> None:
    holder = registered()
    benefit, used_at = a_benefit(holder.register, points=30), NOW - timedelta(days=days)
    if is_refused:
        with pytest.raises(UnableToUse):
            spend(benefit, holder, used_at=used_at)
    else:
        assert spend(benefit, holder, used_at=used_at).beyond == "furusato.use_not_covered"


@pytest.mark.parametrize(("days", "is_in_time"), [(7, True), (8, False)])
def test_a_use_of_the_last_day_may_be_told_some_days_later(kind: ActivityKind, days: int, is_in_time: bool) -> None:
    holder = registered()
    done(kind, holder.case_file)
    last = NOW - timedelta(days=days)
    Lot.objects.update(last_day=local_date(last))
    expire_ledger_lots.func(None, 0)
    purse = purse_of(holder.case_file, on=TODAY)
    assert (purse.usable, purse.lots) == (0, []), "nobody can spend them"
    assert [(one.on, one.kind, one.amount, one.balance) for one in purse.entries][:1] == [
        (local_date(last) + timedelta(days=1), "expired", -100, 0)
    ]
    use = spend(a_benefit(holder.register, points=30), holder, used_at=last)
    assert use.beyond == ("" if is_in_time else "furusato.use_not_covered")


def test_terms_are_locked_before_they_are_read(kind: ActivityKind) -> None:
    scheme, fields = PointsScheme.objects.get(), {"starts_on": TODAY}
    with CaptureQueriesContext(connection) as queries:
        done(kind, registered().case_file)
        with pytest.raises(UnableToSetPoints):
            points.set_points(terms=Terms(fields), scheme=scheme, by=BY, at=NOW)
    read = [
        ("FOR UPDATE" in one["sql"], "furusato_pointsrate" in one["sql"]) for one in queries
        if "furusato_points" in one["sql"] and one["sql"].startswith("SELECT")
    ]  # fmt: skip
    assert read[:2] == [(True, False), (False, True)], "earned"
    assert [lock for lock, _ in read[-2:]] == [True, False], "set: locked, then whether it has given"


def test_terms_are_dated_and_stay_once_they_have_given(in_ina: Organization) -> None:
    kind, holder = a_kind(), registered()
    fields = {"starts_on": TODAY, "name": "通いコイン", "unit": "コイン", "valid_months": 6}
    scheme = points.set_points(terms=Terms(fields, {kind: 10, a_kind(): 0}, {1: 200}), by=BY, at=NOW)
    assert [rate.points for rate in scheme.rates.all()] == [10]
    points.set_points(terms=Terms(fields, {kind: 20}), scheme=scheme, version=scheme.version, by=BY, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        points.set_points(terms=Terms(fields | {"name": "別"}), scheme=scheme, version=99, by=BY, at=NOW)
    done(kind, holder.case_file)
    assert usable(holder.case_file) == 20
    with pytest.raises(UnableToSetPoints, match="points_given"):
        points.set_points(terms=Terms(fields), scheme=scheme, version=scheme.version, by=BY, at=NOW)
    with pytest.raises(UnableToSetPoints, match="points_past"):
        points.set_points(terms=Terms(fields | {"starts_on": TODAY - timedelta(days=1)}), by=BY, at=NOW)


def test_a_donation_has_no_points(in_ina: Organization) -> None:
    benefit = a_benefit(a_register(), status="draft", points=5)
    with pytest.raises(Exception, match="furusato_no_points_of_donation"):
        Benefit.objects.filter(pk=benefit.pk).update(donation_linked=True)


def test_points_unlike_the_ledger_are_found(kind: ActivityKind) -> None:
    holder = registered()
    done(kind, holder.case_file)
    use = spend(a_benefit(holder.register, points=30), holder)
    assert sound()
    assert point_checks.outstanding() == 70
    BenefitUse.objects.filter(pk=use.pk).update(points=31)
    PointsEarned.objects.update(points=101)
    assert point_checks.points_unlike_ledger() == 2
