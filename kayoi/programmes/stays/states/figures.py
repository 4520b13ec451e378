"""The four figures of stays, each by its own definition (rules/figures.py)."""

from typing import Final

DEFINITIONS: Final = (
    ("組", "滞在した申込みの数。初日の月に数えます。同じ組が2回来れば、2組です。"),
    ("人", "滞在した人の数(実人数)。初日の月に数えます。同じ人が2回来れば、2人です。"),
    ("泊", "部屋が使われた夜の数。泊まった夜の月に数えます。1組が3泊すれば、3泊です。"),
    ("人泊", "滞在した人の夜の合計(延べ人数)。泊まった夜の月に数えます。2人が3泊すれば、6人泊です。"),
)
