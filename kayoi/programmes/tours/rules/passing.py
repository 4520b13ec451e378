"""Whether the data of a party may be given to the town that receives it."""

from collections.abc import Collection

from kayoi.kit.verdict import Reason, Verdict, verdict


def may_pass(
    *, code: str, agrees_towns: Collection[str], is_placed: bool, is_protected: bool, is_here: bool
) -> Verdict:  # fmt: skip
    """Answer whether a party's data may go to a town: with its consent, once it has a place, never unasked.

    Source: 個人情報の保護に関する法律 69条2項1号 (本人の同意); docs/reference/tours.md (joint tours)
    """
    lacking = (
        (Reason("tours.no_town_consent"), code not in agrees_towns),
        (Reason("tours.not_placed"), not is_placed),
        (Reason("tours.protected"), is_protected),
        (Reason("tours.no_town_here"), not is_here),
    )
    return verdict([reason for reason, lacks in lacking if lacks])
