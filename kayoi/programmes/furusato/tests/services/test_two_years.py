"""Five hundred registrants over two years: the work list is what the rule says of each, whenever it is looked at."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST, months_later
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.models import Registration, Renewal, SignUp
from kayoi.programmes.furusato.rules.renewing import Due
from kayoi.programmes.furusato.selectors.registered import renewals
from kayoi.programmes.furusato.services.renewing import end_times, renew
from kayoi.programmes.furusato.tests import factories as make
from kayoi.programmes.furusato.tests.services.test_registering import a_rule

BY = system("test")
PEOPLE, FIRST, DAYS, EACH = 500, date(2027, 1, 4), 730, 14
WINDOW = 60


def should_be(until: date | None, days: list[date], *, on: date) -> Due | None:
    """Say it once more, in the plainest way: None is not on the list."""
    assert until is not None
    if on < until - timedelta(days=WINDOW):
        return None
    if on > until:
        return Due.OVER
    return Due.RENEW if any(months_later(on, -12) < day <= on for day in days) else Due.SHORT


def fill(random: Random) -> dict[int, list[date]]:
    """Register everybody in the first year; some help often, some once, some never. Return their days by the file."""
    below = make.a_register(valid_months=None, name="第2町民")
    register = make.a_register(rule=a_rule(), falls_to=below, renewal_days=WINDOW)
    kind, helped, rows = make.a_kind(), {}, []
    for _ in range(PEOPLE):
        file = make_file(place_code="131041")
        since = FIRST + timedelta(days=random.randrange(200))
        make.a_registration(register, file=file, since=since)
        helped[file.pk] = [
            since + timedelta(days=random.randrange(DAYS)) for _ in range(random.choice([0, 1, 1, 2, 4]))
        ]
        rows += [signed(file, day, kind.pk) for day in helped[file.pk]]
    SignUp.objects.bulk_create(rows)
    return helped


def signed(file: CaseFile, day: date, kind: int) -> SignUp:
    at = datetime.combine(day, time(12), JST)
    return SignUp(
        case_file=file, kind_id=kind, status="confirmed", starts_on=day, ends_on=day, confirmed_by="list",
        confirmed_at=at, signed_at=at, receipt=new_reference(),
    )  # fmt: skip


def test_the_work_list_is_what_the_rule_says(in_ina: Organization) -> None:
    random = Random(20270104)
    helped = fill(random)
    seen: Counter[str] = Counter()
    for day in range(300, DAYS, EACH):
        on = FIRST + timedelta(days=day)
        at = datetime.combine(on, time(10), JST)
        listed = {one.registration.pk: one.due for one in renewals(on=on)}
        running = Registration.objects.filter(status="registered", valid_until__isnull=False)
        expected = {
            row.pk: due for row in running if (due := should_be(row.valid_until, helped[row.case_file_id], on=on))
        }
        assert listed == expected, on
        seen.update(listed.values())
        for pk, due in listed.items():
            if due is Due.RENEW and random.random() < 0.5:
                renew(registration=Registration.objects.get(pk=pk), by=BY, at=at)
        assert end_times(by=BY, at=at) == sum(due is Due.OVER for due in listed.values())
    assert {Due.RENEW, Due.SHORT, Due.OVER} == set(seen)
    outcomes = Counter(Renewal.objects.values_list("outcome", flat=True))
    assert outcomes["renewed"] > 100
    assert outcomes["fell_back"] > 100
    met = Renewal.objects.filter(outcome="renewed")
    assert {row.verdict["outcome"] for row in met if row.verdict} == {Outcome.MET}
    fallen = Registration.objects.filter(status="fallen_back").count()
    assert Registration.objects.filter(renewed_from__isnull=False).count() == fallen == outcomes["fell_back"]
