"""PDF documents from Typst templates: labels, letters, hand-over papers. Data are values, never markup."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import typst

# In this order; a template says the same: #set text(font: ("BIZ UDGothic", "Noto Sans CJK JP"), lang: "ja").
FONTS = ("BIZ UDGothic", "Noto Sans CJK JP")
MISSING = (
    "PDFを作れません。日本語の書体がサーバーに入っていません。パッケージ「fonts-morisawa-bizud-gothic」か"
    "「fonts-noto-cjk」を入れて、Kayoiを起動し直してください。"
)


class NoFont(Exception):
    """No Japanese font is installed; the message is a sentence that the page may show."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return a PDF made from a Typst template, which reads its data by `json(bytes(sys.inputs.data))`.

    Data hold what JSON holds; what a person typed is set as it stands, never read as markup. Raises NoFont where
    no Japanese font is installed: a paper of empty boxes helps nobody.
    """
    fonts = _fonts()
    if not set(FONTS) & set(fonts.families()):
        raise NoFont(MISSING)
    made = typst.compile(
        template.encode(), format="pdf", font_paths=fonts, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return the fonts of this machine; found once, since looking through them takes longer than a page."""
    return typst.Fonts()
