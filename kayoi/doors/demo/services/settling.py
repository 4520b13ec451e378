"""Fiscal year 2023 of Ina as it was published: 825 consultations, 80 households, 220 persons; all invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from kayoi.doors.demo.services.stories import GIVEN, SURNAMES
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import AgeBand, CaseFileStatus, Channel, HouseholdType, Lifestyle, Route, WhyHere
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, business_day_from
from kayoi.programmes.settling import services as settling
from kayoi.programmes.settling.models import CheckIn, Move
from kayoi.programmes.settling.states import (
    CountedOn,
    Difference,
    IntendedStay,
    MoveSource,
    OriginKind,
    OriginScope,
    Outcome,
    Support,
    Turn,
    Unit,
    WhyOut,
)
from kayoi.strategy.indicators import services as indicators
from kayoi.strategy.indicators.states import Subject, YearKind

CONSULTATIONS = 825
HOUSEHOLDS = 80
SIZES = (1, 2, 3, 4, 4, 2, 3, 3)  # 22 persons in 8 households: 220 in 80
LINKED = 16
PLACES = ("131041", "131130", "141003", "112089", "271004", "231002", "121002", "202011")
WAYS = (Channel.TELEPHONE, Channel.TELEPHONE, Channel.EMAIL, Channel.EMAIL, Channel.COUNTER, Channel.ONLINE)
REASONS = (WhyHere.NATURE, WhyHere.CHILDREN, WhyHere.WORK, WhyHere.RETURN, WhyHere.FARMING, WhyHere.TRANSFER)
FIRST = date(2023, 4, 3)
# What some households said after a year: district, words, and how staff have put the words of one alone.
VOICES = {
    5: ("東原地区(架空)", "草刈りは年に数回と聞いていたが、水路の分も入れると毎月のように出ている。", ""),
    10: ("東原地区(架空)", "夜はバスがなく、高校生の送り迎えが毎日になった。", ""),
    15: ("東原地区(架空)", "行事が多いのは楽しいが、土曜の予定が半分は埋まる。", ""),
    25: ("駅北地区(架空)", "角の家の前の道だけ除雪が来ない。", "道によっては、除雪が来ないところがあります。"),
    30: ("駅北地区(架空)", "隣の店の音が夜おそくまで続く。", ""),
}


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give each town a definition; give Ina its year 2023, moves of the last months, and the official series."""
    del staff
    _define(town, by=by, at=at)
    if town.slug != "ina":
        return
    chance = Random(2023)  # noqa: S311  # the same demonstration every time
    files = _consultations(chance, by=by, at=at)
    _moves_of_2023(files, chance, by=by)
    _moves_of_late(chance, by=by, at=at)
    _published(by=by, at=at)


def _define(town: Organization, *, by: Actor, at: datetime) -> None:
    fields: settling.DefinitionFields = {
        "name": f"{town.name}の移住者", "starts_on": date(2020, 4, 1), "origin": OriginScope.TOWN.value,
        "excluded_reasons": [], "years_at_least": 0, "supported_only": False, "turns": [],
        "counted_on": CountedOn.REGISTERED.value, "unit": Unit.HOUSEHOLDS.value,
    }  # fmt: skip
    settling.define_movers(fields=fields, by=by, at=at)
    stricter: settling.DefinitionFields = {
        **fields, "name": "県への報告(5年以上・転勤などを除く)", "origin": OriginScope.PREFECTURE.value,
        "excluded_reasons": [WhyHere.TRANSFER, WhyHere.STUDY, WhyHere.MARRIAGE], "years_at_least": 5,
        "counted_on": CountedOn.REPORTED.value, "unit": Unit.PERSONS.value,
    }  # fmt: skip
    if town.slug == "ina":
        settling.define_movers(fields=stricter, by=by, at=at)


def _consultations(chance: Random, *, by: Actor, at: datetime) -> list[CaseFile]:
    """Write 825 questions with their answers on some 400 closed files."""
    bunches: list[list[casefiles.Happening]] = []
    for number in range(CONSULTATIONS):
        asked_at = _office_hour(FIRST + timedelta(days=chance.randrange(355)), chance)
        if chance.random() < 0.5 or not bunches:
            bunches.append([])
        chosen = bunches[-1] if chance.random() < 0.7 else chance.choice(bunches)
        channel, reference = chance.choice(WAYS), str(number + 1)
        at_once = channel in {Channel.TELEPHONE, Channel.COUNTER, Channel.ONLINE}
        took = timedelta(minutes=chance.randint(5, 40) if at_once else chance.choice((300, 1400, 1500, 2900, 4400)))
        chosen += [
            casefiles.Happening("question", asked_at, channel, reference),
            casefiles.Happening("answer", asked_at + took, channel, reference),
        ]
    entries = [
        casefiles.Entry(
            reference=str(number),
            fields=_somebody(chance),
            happenings=happenings,
            opened_at=min(happening.occurred_at for happening in happenings),
            status=CaseFileStatus.CLOSED,
        )
        for number, happenings in enumerate(bunches)
        if happenings
    ]
    made = [each.file_id for each in casefiles.write_entries(entries=entries, cause="demo.past", by=by, at=at)]
    files = CaseFile.objects.without_search().in_bulk(made)
    audit.record("demo.write_past", files[made[0]], by=by, at=at, after={"files": len(made)})
    return [files[pk] for pk in made]


def _office_hour(day: date, chance: Random) -> datetime:
    open_day = min(business_day_from(day), date(2024, 3, 29))
    return datetime.combine(open_day, time(chance.randint(9, 16), chance.randint(0, 59)), JST)


def _somebody(chance: Random) -> casefiles.FileFields:
    (surname, surname_kana), (given, given_kana) = chance.choice(SURNAMES), chance.choice(GIVEN)
    return {
        "name": f"{surname} {given}(架空)",
        "kana": f"{surname_kana} {given_kana}",
        "place_code": chance.choice(PLACES),
        "age_band": chance.choice(list(AgeBand)).value,
        "household_type": chance.choice(list(HouseholdType)).value,
        "lifestyle": chance.choice(list(Lifestyle)).value,
        "route": chance.choice(list(Route)).value,
        "why_here": chance.choice(list(WhyHere)).value,
    }


def _told(moved_in_on: date, persons: int, number: int, chance: Random) -> settling.Told:
    adults = min(persons, 2)
    ages = {chance.choice([AgeBand.THIRTIES, AgeBand.FORTIES, AgeBand.SIXTIES]): adults}
    if persons > adults:
        ages[AgeBand.UNDER_20] = persons - adults
    supports = {Support.CONSULTATION, chance.choice(list(Support))} if number % 3 else {Support.CONSULTATION}
    return settling.Told(
        source=MoveSource.SURVEY,
        moved_in_on=moved_in_on,
        reported_on=moved_in_on,
        persons=persons,
        origin_kind=OriginKind.PLACE,
        origin_code=PLACES[number % len(PLACES)],
        reason=REASONS[number % len(REASONS)],
        intended=(IntendedStay.OVER_5, IntendedStay.OVER_5, IntendedStay.UNDECIDED, IntendedStay.UNDER_5)[number % 4],
        turn=(Turn.I, Turn.U, Turn.I, Turn.J)[number % 4],
        supports=frozenset(supports),
        ages=ages,
    )


def _moves_of_2023(files: Sequence[CaseFile], chance: Random, *, by: Actor) -> None:
    """80 households, 220 persons; some are known from a consultation and were asked how they are."""
    for number in range(HOUSEHOLDS):
        moved_in_on = date(2023, 4, 1) + timedelta(days=number * 363 // HOUSEHOLDS)
        told = _told(moved_in_on, SIZES[number % len(SIZES)], number, chance)
        file = files[number] if number % 5 == 0 else None
        moved_at = datetime.combine(moved_in_on, time(14), JST)
        move = settling.record_move(told=told, case_file=file, by=by, at=moved_at)
        if file is not None:
            _asked_again(move, number, chance, by=by)


def _asked_again(move: Move, number: int, chance: Random, *, by: Actor) -> None:
    """Ask a household at its check-ins; some have left by then."""
    leaves_after = {20: 12, 45: 6, 65: 24}.get(number, 99)
    for check_in in CheckIn.objects.filter(move=move).order_by("months"):
        at = datetime.combine(check_in.due_on, time(15), JST)
        if check_in.months >= leaves_after:
            settling.record_move_out(move=move, on=check_in.due_on, why=WhyOut.WORK, by=by, at=at)
            return
        found = settling.Found(
            answered_on=check_in.due_on,
            channel=Channel.TELEPHONE,
            outcome=Outcome.UNDECIDED if chance.random() < 0.2 else Outcome.SETTLED,
            differences=frozenset(chance.sample(list(Difference), 1)),
            satisfaction=chance.randint(3, 5),
        )
        if number in VOICES and check_in.months == 12:
            area, told, retold = VOICES[number]
            found = replace(found, told=told, retold=retold, area=area, may_use=True)
        settling.answer_check_in(check_in=check_in, found=found, by=by, at=at)


def _moves_of_late(chance: Random, *, by: Actor, at: datetime) -> None:
    """Moves of this year: one whose first check-in is due, and one that agreed to be joined with a file."""
    latest = list(CaseFile.objects.without_search().roots().filter(status="open", stage="decided").order_by("pk")[:3])
    for number, file in enumerate(latest):
        moved_in_on = (at - timedelta(days=31 + 20 * number)).astimezone(JST).date()
        told = _told(moved_in_on, 2 + number, number, chance)
        moved_at = datetime.combine(moved_in_on, time(14), JST)
        settling.record_move(told=told, case_file=file, by=by, at=moved_at)
    considering = CaseFile.objects.without_search().roots().filter(status="open", stage="considering")
    waiting = considering.order_by("pk").first()
    if waiting is None:
        return
    told = _told((at - timedelta(days=3)).astimezone(JST).date(), 1, 1, chance)
    named = settling.Told(**{**told.__dict__, "name": waiting.name, "kana": waiting.kana})
    settling.record_move(told=named, by=by, at=at)


def _published(*, by: Actor, at: datetime) -> None:
    """社会動態 as the city published it beside its own count."""
    indicators.record_official(
        subject=Subject.NET_CHANGE, year_kind=YearKind.FISCAL, rows=[indicators.Published(2023, Decimal(-8))],
        publisher="伊那市", table="移住支援・関係人口創出(SDGs未来都市の取組の成果、令和5年度実績)",
        as_of=date(2024, 3, 31), by=by, at=at,
    )  # fmt: skip
