"""PDFs: what was typed stands as typed, and a missing font is said instead of printed as empty boxes."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest

from kayoi.kit import documents

TEMPLATE = """
#set page(paper: "a4")
#set text(font: ("BIZ UDGothic", "Noto Sans CJK JP"), lang: "ja")
#let data = json(bytes(sys.inputs.data))
#for line in data.lines [#line #pagebreak(weak: true)]
"""


def pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)


def test_a_page_for_each_line() -> None:
    made = documents.pdf(TEMPLATE, {"lines": ["伊那市", "#pagebreak() *太字* $1$ \\", "髙橋"]})
    assert pages(made) == 3
    with pikepdf.open(BytesIO(made)) as document:
        fonts = {str(font.BaseFont) for page in document.pages for font in page.Resources.Font.values()}
    assert all("BIZUDGothic" in font or "NotoSansCJK" in font for font in fonts)


def test_a_missing_font_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        def families(self) -> list[Any]:
            return ["DejaVu Sans"]

    monkeypatch.setattr(documents, "_fonts", Bare)
    with pytest.raises(documents.NoFont, match="fonts-noto-cjk"):
        documents.pdf(TEMPLATE, {"lines": ["伊那市"]})
