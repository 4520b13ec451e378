"""The uses of a benefit as a file for a spreadsheet: numbers of registrations and cards, nobody's name."""

from typing import Final

from kayoi.kit.sheets import Column, ColumnKind, OutRow, write_csv
from kayoi.programmes.furusato.models import Benefit
from kayoi.programmes.furusato.selectors.benefits import happened_in
from kayoi.programmes.furusato.states.benefits import BEYOND

COLUMNS: Final = (
    Column("利用した日時", ColumnKind.MOMENT), Column("届いた日時", ColumnKind.MOMENT), Column("登録の受付番号"),
    Column("登録者証の番号"), Column("窓口"), Column("数", ColumnKind.INTEGER), Column("町の負担(円)", ColumnKind.YEN),
    Column("状態"), Column("確かめること"),
)  # fmt: skip


def uses_csv(benefit: Benefit, *, year: int) -> bytes:
    """Return all uses of a benefit in a fiscal year, taken back or not, by their time (利用の記録)."""
    uses = benefit.uses.filter(happened_in(year)).select_related("registration").order_by("used_at", "pk")
    rows: list[OutRow] = [
        [
            use.used_at, use.told_at, use.registration.number, use.card_number, use.counter, use.quantity, use.yen,
            use.get_status_display(), beyond_in_words(use.beyond),
        ]
        for use in uses
    ]  # fmt: skip
    return write_csv(rows, columns=COLUMNS, name=benefit.name)


def beyond_in_words(codes: str) -> str:
    """Return what a use went beyond, as the office reads it."""
    return "、".join(BEYOND[code] for code in codes.split())
