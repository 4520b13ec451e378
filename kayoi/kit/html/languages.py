"""Words of data that may be in another language than the page."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")


def in_its_language(text: str) -> SafeString | str:
    """Return words so that a screen reader reads Japanese ones on an English page as Japanese."""
    if (get_language() or "ja").startswith("ja") or not JAPANESE.search(text):
        return text
    return format_html('<span lang="ja">{}</span>', text)
