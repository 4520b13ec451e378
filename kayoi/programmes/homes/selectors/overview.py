"""The first page of a house in words: key facts, and its life as a time line."""

from collections.abc import Iterator
from datetime import date

from kayoi.kit.charts import number_text
from kayoi.kit.dates import last_day, local_date, wareki
from kayoi.kit.html import Detail, Entry
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.rules.process import HomeFacts
from kayoi.programmes.homes.selectors.houses import steps_of
from kayoi.programmes.homes.selectors.process import open_assignment, planned_survey
from kayoi.programmes.homes.states import Agreement, CheckKind, HomeConsentPurpose
from kayoi.programmes.homes.states.houses import HAPPENED, ON_REGISTER


def key_facts(home: Home, facts: HomeFacts) -> list[Detail]:
    """Return what somebody wants to know at once. No names: those stand on the page of the holders."""
    agreed = sum(one.agreement is Agreement.AGREED for one in facts.holders)
    passed = len(CheckKind) - len(facts.open_checks) - len(facts.failed_checks)
    given = [purpose.label for purpose in HomeConsentPurpose if purpose in facts.consents]
    assignment = open_assignment(home)
    broker = f"{assignment.broker.name}({assignment.get_status_display()})" if assignment else "なし"
    return [
        Detail("希望価格・賃料", _price(home) or "―"),
        Detail("登録日", wareki(home.registered_on) if home.registered_on else "―"),
        Detail("登録期間", f"{wareki(last_day(home.term_ends_before))}まで" if home.term_ends_before else "―"),
        Detail("取扱業者", broker),
        Detail(
            "権利者の同意",
            f"{len(facts.holders)}人のうち{agreed}人" if facts.holders else "権利者がまだ書かれていません",
        ),
        Detail("審査", f"{len(CheckKind)}項目のうち{passed}項目が問題なし"),
        Detail("同意していること", "、".join(given) or "なし"),
    ]


def _price(home: Home) -> str:
    parts = []
    if home.price_yen is not None:
        parts.append(f"{number_text(home.price_yen)}円")
    if home.rent_yen is not None:
        parts.append(f"月{number_text(home.rent_yen)}円")
    return "、".join(parts)


def entries_of(home: Home, *, on: date) -> list[Entry]:
    """Return the life of a house for the time line: what is planned first, then what happened, the latest first."""
    entries = list(_planned(home, on))
    for place, step in enumerate(steps_of(home, on=on)):
        day = local_date(step.event.occurred_at)
        stays = f"{step.days}日"
        text = f"この状態になって{stays}" if place == 0 else f"この状態に{stays}"
        why = f"({HAPPENED[step.event.action]})" if step.event.action in HAPPENED else ""
        entries.append(
            Entry(
                wareki(day), f"{step.event.get_target_display()}{why}", text=text, iso=day.isoformat(),
                phase="now" if place == 0 else "past",
            )
        )  # fmt: skip
    return entries


def _planned(home: Home, on: date) -> Iterator[Entry]:
    if home.term_ends_before and home.status in ON_REGISTER:
        yield Entry(
            wareki(home.term_ends_before), "登録期間が終わる", iso=home.term_ends_before.isoformat(), phase="ahead"
        )
    survey = planned_survey(home)
    if survey is not None and survey.planned_at is not None and (day := local_date(survey.planned_at)) >= on:
        who = survey.broker.name if survey.broker else survey.surveyor
        yield Entry(wareki(day), "現地調査", by=who, iso=day.isoformat(), phase="ahead")
