"""Words of the data in the reader's language."""

from django.utils.translation import get_language, gettext

from kayoi.kit.states import Labelled


def language() -> str:
    """Return the reader's language: en or ja."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def either(japanese: str, english: str) -> str:
    """Return the English words for English readers where there are some, otherwise the Japanese ones."""
    return english if english and language() == "en" else japanese


def label(member: Labelled) -> str:
    """Return the word of an enumeration in the reader's language."""
    return gettext(member.label)
