"""Questionnaires of Ina: before and after its tours, and one for everybody at a festival. All answers are invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.models import Questionnaire, Version
from kayoi.engines.questionnaires.rules.cuts import Cut
from kayoi.engines.questionnaires.states import Way
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.surveys import services
from kayoi.programmes.surveys.states import Sample
from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.selectors.asking import about_of
from kayoi.programmes.tours.services.asking import choose_questionnaires

FESTIVAL_ANSWERS, ON_PAPER = 48, 14


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Ask visitors of a festival, and those who take part in tours, in Ina (アンケートのデモ)."""
    if town.slug != "ina":
        return
    officer = next(actor_of(member) for member in staff if member.role == "officer")
    chance = Random("kayoi surveys")  # noqa: S311  # invented answers, no secret
    _festival(chance, officer=officer, by=by, at=at - timedelta(days=50))
    before = _make("tour-before", "移住体験ツアーの前のアンケート", Sample.BEFORE, by=officer, at=at)
    after = _make("tour-after", "移住体験ツアーの後のアンケート", Sample.AFTER, by=officer, at=at)
    services.begin_version(questionnaire=before, by=officer, at=at)
    for tour in Tour.objects.order_by("pk"):
        choose_questionnaires(tour=tour, before=before, after=after, by=officer, at=at)
    for party in Party.objects.filter(status="attended").select_related("case_file", "date").order_by("pk"):
        assert party.date is not None
        for questionnaire, answers in ((before, _before(chance)), (after, _after(chance))):
            version = Version.objects.get(questionnaire=questionnaire, number=1)
            begun = engine.start_sheet(
                version=version.pk, way=Way.WEB, case_file=party.case_file, about=about_of(party.date), by=by, at=at
            )
            engine.submit_sheet(sheet=begun.sheet.pk, answers=answers, by=by, at=at)


def _festival(chance: Random, *, officer: Actor, by: Actor, at: datetime) -> None:
    """Ask everybody, some of them on paper; the table is published after it is closed, and the next version is open."""
    row = _make("festival", "さくら祭りに来た方へ", Sample.AFTER, anonymous=True, by=officer, at=at)
    version = Version.objects.get(questionnaire=row)
    for number in range(FESTIVAL_ANSWERS):
        if number < ON_PAPER:
            typed = services.Typed(_after(chance), Way.PAPER)
            services.type_in(version=version, typed=typed, by=officer, at=at)
        else:
            sheet = engine.start_sheet(version=version.pk, way=Way.WEB, by=by, at=at).sheet
            engine.submit_sheet(sheet=sheet.pk, answers=_after(chance), by=by, at=at)
    engine.close_version(version=version.pk, by=officer, at=at + timedelta(days=14))
    engine.publish_table(
        version=version.pk, cut=Cut("idea"), title="これからの暮らし方の考え", by=officer, at=at + timedelta(days=20)
    )
    following = services.begin_version(questionnaire=row, by=officer, at=at + timedelta(days=21))
    engine.open_version(version=following.pk, by=officer, at=at + timedelta(days=21))


def _make(key: str, title: str, sample: Sample, *, anonymous: bool = False, by: Actor, at: datetime) -> Questionnaire:
    row = services.make_from_sample(
        key=key, title=title, anonymous=anonymous, open_to_all=anonymous, text_retention=Retention.YEARS_3,
        sample=sample, by=by, at=at,
    )  # fmt: skip
    engine.open_version(version=Version.objects.get(questionnaire=row).pk, by=by, at=at)
    return row


def _before(chance: Random) -> dict[str, Any]:
    visited = chance.choice(["o1", "o2", "o2"])
    return {
        "knew": chance.choice(["o1", "o2", "o2", "o3"]), "visited": visited,
        "work": chance.choice(["o1", "o1", "o2", "o3"]), "hopes": chance.sample(["o1", "o2", "o3", "o5"], 2),
        "idea": chance.choice(["o3", "o4", "o4", "o2"]), "wish": chance.choice([2, 3, 3, 4]),
    } | ({"times": chance.randint(1, 6)} if visited == "o1" else {})  # fmt: skip


def _after(chance: Random) -> dict[str, Any]:
    return {
        "rated": {f"o{line}": chance.choice(["o1", "o1", "o2", "o3"]) for line in range(1, 6)},
        "liked": chance.sample(["o1", "o2", "o3", "o4"], chance.randint(1, 3)),
        "idea": chance.choice(["o1", "o2", "o2", "o3", "o3", "o4"]), "wish": chance.choice([3, 4, 4, 5, 5]),
        "next": chance.choice(["o1", "o1", "o2", "o3", "o5"]),
    }  # fmt: skip
