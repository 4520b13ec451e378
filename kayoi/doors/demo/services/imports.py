"""Imports: the example workbook, tried, so that a newcomer sees the fate of every row; a list of donors, imported."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kayoi.engines.imports import services
from kayoi.engines.imports.models import ImportRun
from kayoi.engines.imports.selectors.sample import sample_workbook
from kayoi.engines.imports.states import Ledger, Permission
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import local_date

_DONORS = "寄附者氏名,フリガナ,住所,メールアドレス,寄附日,寄附金額,町からの連絡の希望"
_FAMILIES = (
    ("春日", "カスガ"), ("夏目", "ナツメ"), ("秋山", "アキヤマ"),
    ("冬木", "フユキ"), ("朝倉", "アサクラ"), ("夕田", "ユウダ"),
)  # fmt: skip
_WISHES = ("希望する", "希望しない", "")


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Take the example as the first officer of a town would, and try it here and now."""
    officer = staff[0]
    by = Actor(ActorKind.STAFF, officer.name, officer.user_id, officer.pk, permissions=frozenset(Permission))
    if town.slug == "ina":
        run = _tried(_donors(at), "ふるさと納税_寄附者(架空).csv", Ledger.DONORS, by=by, at=at)
        services.start_run(run=run, by=by, at=at)
        while services.import_chunk(run_id=run.pk, by=by, at=at):
            pass
        services.finish_run(run_id=run.pk, by=by, at=at)
    _tried(sample_workbook(on=local_date(at)), "見本_移住相談記録簿.xlsx", Ledger.CONSULTATIONS, by=by, at=at)


def _donors(at: datetime) -> bytes:
    """Return an invented list: thirty gifts of two years by fewer people, some of whom want to hear from the town."""
    rows = []
    for number in range(30):
        (family, reading), given = _FAMILIES[number % 6], number % 4
        on = local_date(at - timedelta(days=23 * number + 2))
        name = f"{family} {'一二三四'[given]}子(架空),{reading} {('イチコ', 'ニコ', 'ミツコ', 'ヨツコ')[given]}"
        mail = f"donor{number % 12}@people.demo.example"
        yen, wish = (10_000, 30_000, 5_000, 20_000, 12_000)[number % 5], _WISHES[number % 3]
        rows.append(f"{name},東京都世田谷区,{mail},{on:%Y/%m/%d},{yen},{wish}")
    return "\n".join([_DONORS, *rows]).encode()


def _tried(data: bytes, name: str, ledger: Ledger, *, by: Actor, at: datetime) -> ImportRun:
    run = services.take_workbook(data=data, name=name, ledger=ledger, by=by, at=at)
    services.try_run(run=run, by=by, at=at)
    attempt = services.begin_trial(run_id=run.pk, by=by, at=at)
    assert attempt is not None, name
    trial = services.plan_rows(run_id=run.pk, by=by, at=at)
    about: dict[str, Any] = {"run_id": run.pk, "attempt": attempt, "trial": trial, "by": by, "at": at}
    services.write_rows(**about, first=0, last=len(trial.rows))
    services.finish_trial(**about)
    return ImportRun.objects.defer("data").get(pk=run.pk)
