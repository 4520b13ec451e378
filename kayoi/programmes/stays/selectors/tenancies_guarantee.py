"""Guarantees of tenancies as the rules, the papers and the pages read them."""

from datetime import date
from typing import Any

from kayoi.kit.dates import wareki
from kayoi.kit.verdict import Verdict
from kayoi.programmes.stays.models import Guarantee, Tenancy
from kayoi.programmes.stays.rules.securities import Given, is_secured
from kayoi.programmes.stays.states.tenancies import Guarantor, Guaranty


def secured(row: Tenancy, starts_on: date) -> Verdict:
    """Answer whether the guarantee is there that the house asks for, for a contract from a day on."""
    given = [
        Given(Guarantor.of(one.kind), one.most_yen, one.agreed_on, one.starts_on, one.ends_before)
        for one in row.guarantees.all()
    ]
    return is_secured(Guaranty.of(row.room.house.guaranty), given, starts_on=starts_on)


def guarantees_of(row: Tenancy, starts_on: date) -> list[Guarantee]:
    """Return who answers for a contract from its first day on."""
    return list(row.guarantees.filter(starts_on__lte=starts_on, ends_before__gt=starts_on).order_by("pk"))


def guarantees_in_words(row: Tenancy, starts_on: date) -> list[dict[str, Any]]:
    """Return who answers, as a paper names them: kind, name with address, up to how much and until when."""
    return [
        {
            "kind": one.get_kind_display(), "name": " ".join(filter(None, (one.name, one.address))),
            "most": f"極度額 金{one.most_yen:,}円" if one.most_yen else "", "until": f"{wareki(one.ends_on)}まで",
            "signs": one.kind == Guarantor.PERSON,
        }
        for one in guarantees_of(row, starts_on)
    ]  # fmt: skip


def clauses_of_guarantee(row: Tenancy, starts_on: date) -> list[str]:
    """Return what a contract says of who answers; a person's guarantee is void without the most it answers for."""
    return [
        f"連帯保証人{one.name}は、借主がこの契約によって負う債務を、極度額 金{one.most_yen:,}円を限度として、"
        f"{wareki(one.ends_on)}まで、借主と連帯して保証します(民法第465条の2)。"
        if one.kind == Guarantor.PERSON
        else f"借主は、{one.name}による家賃債務の保証を、{wareki(one.ends_on)}まで受けます。"
        for one in guarantees_of(row, starts_on)
    ]
