"""A binder as files: the papers as PDF, the lists as an Excel book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year_label, local_date, wareki
from kayoi.kit.documents import pdf
from kayoi.kit.sheets import About, Column, ColumnKind, Table, write_xlsx
from kayoi.programmes.schemes.selectors.binders.contents import Contents
from kayoi.programmes.schemes.selectors.binders.facts import decided_on, outcome_of
from kayoi.programmes.schemes.selectors.binders.figures import LineFigures
from kayoi.programmes.schemes.selectors.binders.papers import SHEET, Papers
from kayoi.programmes.schemes.selectors.binders.reading import Case
from kayoi.programmes.schemes.selectors.binders.story import name_of, story

TEMPLATE = Path(__file__).parents[2] / "templates" / "schemes" / "binder.typ"
YEN, INTEGER = ColumnKind.YEN, ColumnKind.INTEGER


@dataclass(frozen=True)
class Made:
    """The papers of a binder, and what is kept of them when they are forgotten."""

    pdf: bytes
    xlsx: bytes
    gaps: int
    pages: int
    fingerprint: str


def files_of(found: Contents, organization: Organization, *, by_name: str, papers: Papers) -> Made:
    """Return the papers of a binder (監査の綴り), with what was handed in behind each case. Raises NoFont."""
    told = data_of(found, organization, by_name=by_name, papers=papers)
    made = pdf(TEMPLATE.read_text(encoding="utf-8"), told)
    small = BytesIO()
    # A book of 400 pages is a quarter of the size with its objects packed together.
    with pikepdf.open(BytesIO(made)) as opened:
        papers.lay_onto(opened)
        pages = len(opened.pages)
        opened.save(small, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    data = small.getvalue()
    return Made(data, _book(found, organization), len(found.gaps), pages, sha256(data).hexdigest())


def data_of(found: Contents, organization: Organization, *, by_name: str, papers: Papers) -> dict[str, Any]:
    """Return what the template of the papers reads."""
    return {
        "town": organization.name,
        "office": f"{organization.name} {organization.office_name}".strip(),
        "procedure": found.procedure.title,
        "year": fiscal_year_label(found.year),
        "made_on": wareki(found.on),
        "by": by_name,
        "figures": [[one.label, f"{one.count:,}", "" if one.yen is None else f"{one.yen:,}"] for one in found.figures],
        "lines": [_line(one) for one in found.lines],
        "kinds": [[kind.label, f"{count:,}"] for kind, count in found.kinds],
        "gaps": [
            [_number(found, gap.case), gap.case.application.receipt if gap.case else "予算", gap.words]
            for gap in found.gaps
        ],
        "cases": [_case(found, number, one, papers) for number, one in enumerate(found.cases, start=1)],
    }  # fmt: skip


def _line(one: LineFigures) -> dict[str, Any]:
    line, paid = one.totals.line, one.paid
    return {
        "label": line.label,
        "code": line.code,
        "place": f"{line.account_name} {line.kan_name} {line.kou_name} {line.moku_name} {line.setsu_name}",
        "money": [f"{yen:,}" for yen in (one.totals.total, one.totals.decided, one.totals.paid, one.totals.left)],
        "parts": [f"{yen:,}" for yen in (paid.national_yen, paid.prefecture_yen, paid.other_yen, paid.town_yen)],
        "cases": [f"{yen:,}" for yen in (one.cases_bound_yen + one.cases_paid_yen, one.cases_paid_yen)],
        "agrees": not one.gaps,
    }


def _case(found: Contents, number: int, case: Case, papers: Papers) -> dict[str, Any]:
    decided, paid = _yen_of(case)
    return {
        "number": number,
        "receipt": case.application.receipt,
        "name": name_of(case),
        "outcome": outcome_of(case).label,
        "state": case.grant.get_status_display() if case.grant else case.application.get_status_display(),
        "decided_on": _day(decided_on(case)),
        "yen": "" if decided is None else f"{decided:,}",
        "paid": "" if paid is None else f"{paid:,}",
        "gaps": [gap.words for gap in found.gaps_in(case)],
        "parts": [
            {"title": one.title, "lines": one.lines, "head": one.head, "rows": one.rows} for one in story(case)
        ],
        "papers": [
            {
                "label": one.label,
                "told": one.why_not.label if one.why_not else f"{len(one.sheets)}ページ",
                "sheets": [f"{SHEET}{number}" for number in one.sheets],
            }
            for one in papers.bound.get(case.application.pk, ())
        ],
    }  # fmt: skip


def _number(found: Contents, case: Case | None) -> int:
    """Return the place of a case in the binder; 0 for what belongs to no case."""
    return found.cases.index(case) + 1 if case else 0


def _yen_of(case: Case) -> tuple[int | None, int | None]:
    return (case.grant.decided_yen, case.grant.paid_yen) if case.grant else (None, None)


def _book(found: Contents, organization: Organization) -> bytes:
    cases = [
        (number, one.application.receipt, name_of(one), outcome_of(one).label,
         local_date(one.application.submitted_at) if one.application.submitted_at else None, decided_on(one),
         *_money(one), len(found.gaps_in(one)))
        for number, one in enumerate(found.cases, start=1)
    ]  # fmt: skip
    gaps = [
        (
            _number(found, one.case) or None,
            one.case.application.receipt if one.case else "予算",
            one.kind.label,
            one.words,
        )
        for one in found.gaps
    ]
    about = About(
        source=f"{organization.name} {found.procedure.title} {fiscal_year_label(found.year)}", as_of=found.on,
        lines=("住所・連絡先・口座番号と、審査に使わなかった回答は載せていません。",),
    )  # fmt: skip
    return write_xlsx(
        [
            Table("確かめること", [*_names(), Column("種類"), Column("内容")], gaps),
            Table("一覧", _columns(), cases),
            Table("件数と金額", [Column("区分"), Column("件数", INTEGER), Column("金額", YEN)],
                  [(one.label, one.count, one.yen) for one in found.figures]),
            Table("予算", _line_columns(), [_line_row(one) for one in found.lines]),
        ],
        about=about,
    )  # fmt: skip


def _names() -> list[Column]:
    return [Column("綴りの番号", INTEGER), Column("受付番号", ColumnKind.CODE)]


def _columns() -> list[Column]:
    days = [Column(label, ColumnKind.WAREKI) for label in ("申請日", "決定日")]
    money = [Column(label, YEN) for label in ("交付決定額", "確定額", "支払額", "返還を求めた額", "返還された額")]
    return [*_names(), Column("氏名"), Column("結果"), *days, *money, Column("確かめること", INTEGER)]


def _money(case: Case) -> Sequence[int | None]:
    grant = case.grant
    if grant is None:
        return [None] * 5
    return [grant.decided_yen, grant.fixed_yen, grant.paid_yen, grant.to_return_yen, grant.returned_yen]


def _line_columns() -> list[Column]:
    labels = (
        "現計",
        "支出負担行為",
        "支払済み",
        "残り",
        "うち国",
        "うち県",
        "うちその他",
        "うち市町村",
        "各件の支払の合計",
    )
    return [Column("科目", ColumnKind.CODE), Column("細事業"), *(Column(label, YEN) for label in labels)]


def _line_row(one: LineFigures) -> Sequence[str | int]:
    totals, paid = one.totals, one.paid
    return [
        totals.line.code, totals.line.label, totals.total, totals.decided, totals.paid, totals.left,
        paid.national_yen, paid.prefecture_yen, paid.other_yen, paid.town_yen, one.cases_paid_yen,
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return wareki(day) if day else ""
