"""Fill a text with values; what an error of the mail server means."""

import re
from collections.abc import Mapping

from kayoi.kit.verdict import Reason, Verdict, verdict

PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def places(text: str) -> set[str]:
    """Return the names of the {{ places }} in a text.

    Source: docs/decisions/0011-mail-templates.md
    """
    return set(PLACE.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every {{ place }} filled; values are not looked at again. KeyError when one is missing.

    Source: docs/decisions/0011-mail-templates.md
    """
    return PLACE.sub(lambda match: values[match[1]], text)


def subject_line(text: str) -> str:
    """Return a subject on one line: a line break in a value must not start another header.

    Source: RFC 5322 section 2.2
    """
    return " ".join(text.split())[:200]


def may_use_text(text: str, *, known: set[str]) -> Verdict:
    """Answer whether a town's own text uses only places that will be filled.

    Source: docs/decisions/0011-mail-templates.md
    """
    unknown = sorted(places(text) - known)
    return verdict([Reason("messages.unknown_place", {"names": unknown})] if unknown else [])
