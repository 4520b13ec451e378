"""Words and units of facts in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kayoi.engines.rulesets.rules.phrases import UNITS
from kayoi.engines.rulesets.states import Fact, FactType, Words


def said(words: Words) -> str:
    """Return words in the language of the page, Japanese where there are no others."""
    return words.in_language(_language())


def unit(fact: Fact) -> str:
    """Return the unit of a number as it stands behind its box: 時間, hours."""
    if fact.type is FactType.YEN:
        return _("円")
    known = UNITS[_language()].get(fact.unit)
    return known[1].format(number="").strip() if known else fact.unit


def _language() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"
