"""Checks of the budget that pays and of the batch that hands the money over."""

from collections.abc import Iterator

from kayoi.programmes.schemes.rules.budget import may_pay
from kayoi.programmes.schemes.rules.guard.values import AboutToPay, Case, Finding

# From so many payments on, one that is the sum of all others is looked at.
FEWEST = 3


def other_year(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find money of another fiscal year than that of the grant or claim, unless it was carried over (年度の違う予算).

    Source: constructed; 地方自治法 208条2項・213条
    """
    if about.fiscal_year != case.fiscal_year + about.is_carried:
        yield Finding("other_year", {"line": about.fiscal_year, "year": case.fiscal_year})


def other_line(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find money of a line that stands for another procedure (別の事業の予算).

    Source: constructed; 地方自治法 220条2項
    """
    if about.line_procedure is not None and about.line_procedure != case.procedure:
        yield Finding("other_line")


def books_closed(about: AboutToPay) -> Iterator[Finding]:
    """Find a payment after the books of its year were closed (出納整理期間の後).

    Source: constructed; 地方自治法 235条の5
    """
    for reason in may_pay(about.fiscal_year, on=about.on).reasons:
        yield Finding("books_closed", {"day": about.on.isoformat(), "last": reason.params["last"]})


def shares_above_whole(about: AboutToPay) -> Iterator[Finding]:
    """Find shares of 国, 県 and others that are together more than the grant (財源の二重充当).

    Source: https://report.jbaudit.go.jp/org/r04/2022-r04-0049-0.htm
    """
    shares = [one.yen if one.yen is not None else int(about.grant_yen * (one.rate or 0)) for one in about.sources]
    if sum(shares) > about.grant_yen:
        yield Finding("shares_above_whole", {"shares": f"{sum(shares):,}", "yen": f"{about.grant_yen:,}"})


def in_two_batches(about: AboutToPay) -> Iterator[Finding]:
    """Find a payment that stands in another batch that is on its way, too (同じデータの二度の送信).

    Source: 広報たるみず 令和6年4月号 (https://nordot.app/1138075544536547372)
    """
    if about.other_batches:
        yield Finding("in_two_batches", {"batches": "、".join(about.other_batches)})


def whole_sum(about: AboutToPay) -> Iterator[Finding]:
    """Find one payment that is as much as all others together (全件の合計を1件に).

    Source: https://dailyshincho.jp/article/2022/05031001/ (阿武町 4630万円)
    """
    if about.together >= FEWEST and about.yen == about.together_yen:
        yield Finding("whole_sum", {"yen": f"{about.yen:,}", "count": about.together - 1})


def row_unlike(about: AboutToPay) -> Iterator[Finding]:
    """Find a batch whose rows, count, total or fingerprint are not those of its payments (支払データの不一致).

    Source: constructed; docs/staff (支払データは作ったときのまま)
    """
    batch = about.batch
    if batch is None:
        return
    if (batch.row_yen, batch.rows, batch.rows_yen) != (about.yen, batch.count, batch.total_yen) or not batch.is_as_made:
        yield Finding(
            "row_unlike",
            {"yen": f"{about.yen:,}", "row": f"{batch.row_yen:,}", "total": f"{batch.total_yen:,}",
             "rows": f"{batch.rows_yen:,}"},
        )  # fmt: skip
