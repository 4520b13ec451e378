"""Keeping spreadsheets from running what people have written (数式としての実行の防止), and taking the guard away again.

Texts that a spreadsheet would take for a formula get an apostrophe in front: those that begin, behind any spaces and
apostrophes, with = + - @ or their full-width twins (which the Japanese Excel may take for the same), and those that
begin with a tab or a line break. A lone - stays: it is what offices write for "none", and no formula.

The apostrophe stays visible when Excel opens a CSV. That is the price: a tab or a space in front is stripped by some
readers, ="…" is a formula itself, and quotes alone do not help. Because the rule looks through apostrophes that were
there before, taking exactly one away gives back what was written, whatever it was.

Source: OWASP, CSV Injection; CWE-1236
"""

import re

_DANGEROUS = r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n]"
_TO_GUARD = re.compile(rf"(?![-－]\Z)'*(?:{_DANGEROUS})")
_GUARDED = re.compile(rf"'+(?:{_DANGEROUS})")
_EXCEL_QUOTED = re.compile(r'="((?:[^"]|"")*)"')


def guarded(text: str) -> str:
    """Return the text as it is safe in a CSV (数式として動かない形): with an apostrophe where it is needed."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguarded(text: str) -> str:
    """Return the text without its guard: our apostrophe, or the ="0265" that other systems write to keep a zero."""
    if found := _EXCEL_QUOTED.fullmatch(text):
        return found[1].replace('""', '"')
    return text[1:] if _GUARDED.match(text) else text
