"""Every letter about a grant can be printed, with a town's long words in it."""

import pytest

from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import instruction, letter_pdf, title_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.programmes.schemes.states.grants import LETTERS

WORDS = (
    "procedure", "receipt", "granted_on", "granted", "allowed_from", "before", "after", "fixed", "kind", "paid", "base",
    "exempted", "hardship", "to_return", "due_on", "ground", "arrears", "decided_on", "was_due_on", "late", "rest",
    "count", "demanded_on", "extent", "cancelled", "surcharge",
    "surcharge_then", "year", "yen",
)  # fmt: skip


@pytest.mark.parametrize("template", LETTERS.values())
def test_every_letter_can_be_printed(in_ina: Organization, template: str) -> None:
    values = dict.fromkeys(WORDS, "移住支援金(東京圏からの移住)#1") | {
        "number": "令和8年度 第12号", "issued_on": "令和8年11月20日",
        "addressee": ["長野県伊那市架空1", "蔵持 実 様"], "instruction": instruction(in_ina),
        "sender": {"head": "伊那市長", "office": "伊那市 移住課", "phone": "0265-00-0000"},
        "reasons": ["転出", "3年未満"], "parts": ["第1回", "第2回"],
    }  # fmt: skip
    letter = Letter(template=template, title=title_of(template), values=values)
    assert len(words_of_pages(letter_pdf(letter))) == 1
