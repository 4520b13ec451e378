"""What the papers of a tenancy say."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import last_day, wareki
from kayoi.programmes.stays.models import SubLessor, Tenancy, TenancyPaper
from kayoi.programmes.stays.rules import tenancies_end as rules
from kayoi.programmes.stays.selectors.letters import address_of
from kayoi.programmes.stays.selectors.tenancies_guarantee import clauses_of_guarantee, guarantees_in_words
from kayoi.programmes.stays.states.tenancies import LEASES, Contract, Guaranty, PaperKind

# What the lessor gives; what was decided is the town's.
BY_LESSOR = (PaperKind.EXPLANATION, PaperKind.CONTRACT, PaperKind.END_NOTICE)


def is_explained(row: Tenancy, starts_on: date) -> bool:
    """Tell whether the paper was made that explains the contract on the room from that day on."""
    return TenancyPaper.objects.filter(
        tenancy=row, room=row.room, kind=PaperKind.EXPLANATION, term_starts_on=starts_on
    ).exists()  # fmt: skip


def papers_page(row: Tenancy) -> dict[str, Any]:
    """Return the papers that were made, the latest first, and those that can be made now (入居の書面)."""
    contract = Contract.of(row.contract)
    explained = is_explained(row, row.term_starts_on)
    return {
        "papers": list(row.papers.select_related("letter").order_by("-letter__made_at", "-pk")),
        "to_write": [
            kind for kind in rules.papers_of(contract)
            if not rules.may_write(kind, contract, status=row.status, is_explained=explained).refused
        ],
    }  # fmt: skip


def paper_values(
    row: Tenancy, kind: PaperKind, starts_on: date, ends_before: date, *, why: str, on: date
) -> dict[str, Any]:
    """Return what the papers of a tenancy say for a term; a lease is no disposition that could be appealed."""
    house, ends_on, lessor = row.room.house, last_day(ends_before), _lessor(row)
    values: dict[str, Any] = {
        "house": house.name, "address": address_of(house), "room": row.room.unit.name,
        "days": f"{wareki(starts_on)}から{wareki(ends_on)}まで", "ends_on": wareki(ends_on),
        "ends_by_notice": wareki(rules.ends_by_notice(starts_on=starts_on, ends_on=ends_on, noticed_on=on)),
        "party": f"{row.persons}人", "rent": rent_in_words(row), "prices": [],
        "deposit_label": "敷金",
        "deposit": f"金{row.deposit_yen:,}円" if row.deposit_yen else "なし", "tenant": row.case_file.shown_name,
        "kind": row.get_contract_display(),
        "clauses": [*_of_head_lease(row), *clauses_of_guarantee(row, starts_on)], "reasons": [why] if why else [],
        "guarantees": guarantees_in_words(row, starts_on), "next": _next(row), "on": wareki(on),
    }  # fmt: skip
    if lessor is not None:
        values |= {"lessor": f"{lessor.name} {lessor.representative}"}
    if lessor is not None and kind in BY_LESSOR:
        values["sender"] = sender_of_lessor(lessor)
    return values | ({"instruction": ""} if row.contract in LEASES else {})


def sender_of_lessor(lessor: SubLessor) -> dict[str, str]:
    """Return a partner as the papers name it that it gives as the lessor: who represents it, where it is."""
    return {
        "head": f"{lessor.name} {lessor.representative}", "office": lessor.name, "phone": lessor.phone,
        "address": lessor.address,
    }  # fmt: skip


def _lessor(row: Tenancy) -> SubLessor | None:
    return row.head_lease.sub_lessor if row.head_lease else None


def rent_in_words(row: Tenancy) -> str:
    """Return the rent of a month as a contract says it: what is reduced by which article, and by when it is paid."""
    less = ""
    if row.reduced_yen:
        until = f"{wareki(row.reduced_until)}までは、" if row.reduced_until else ""
        less = f"({until}{row.reduced_article}により{row.reduced_yen:,}円を減額)"
    return f"月額 金{row.rent_yen or 0:,}円{less}、毎月{row.due_day}日まで"


def _of_head_lease(row: Tenancy) -> list[str]:
    """Return what a household must know of the lease on which theirs rests (転貸)."""
    head = row.head_lease
    if head is None:
        return []
    paid = (
        [f"家賃は、貸主({head.sub_lessor.name})に支払います。{head.sub_lessor.pay_to}".strip()]
        if head.sub_lessor
        else []
    )
    return [
        *paid,
        f"この契約は、貸主が建物の所有者から{wareki(head.ends_on)}まで借り上げている建物の転貸です。"
        "借上げの期間を超えて住み続けることはできません。",
    ]


def _next(row: Tenancy) -> list[str]:
    """Return what a household does before it is given the key."""
    deposit = [f"敷金 金{row.deposit_yen:,}円を納めていただきます。"] if row.deposit_yen else []
    if row.room.house.guaranty != Guaranty.NONE:
        deposit.append(
            f"{row.room.house.get_guaranty_display()}の保証が要ります。個人の連帯保証には、極度額を書面で定めます。"
        )
    if row.contract in LEASES:
        papers = [
            "契約の前に、更新がなく期間の満了で終わることを、書面をお渡しして説明します。",
            "そのうえで契約を結び、入居の日に鍵をお渡しします。",
        ]
    else:
        papers = ["使用許可書をお渡しし、入居の日に鍵をお渡しします。"]
    return [*deposit, *papers]


def own_page(town: Organization) -> str:
    """Return the address at which a household reads its papers."""
    return settings.CANONICAL_URL.rstrip("/") + reverse("stays:my_homes", kwargs={"organization": town.slug})
