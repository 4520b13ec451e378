"""PDF documents from Typst templates: labels, letters, hand-over papers. Data are values, never markup."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
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


def pdf(template: str, data: Mapping[str, Any], *, folder: Path | None = None) -> bytes:
    """Return a PDF made from a Typst template, which reads its data by `json(bytes(sys.inputs.data))`.

    Pictures and PDFs that the template sets stand in `folder`.

    Data hold what JSON holds; what a person typed is set as it stands, never read as markup. Raises NoFont where
    no Japanese font is installed: a paper of empty boxes helps nobody.
    """
    fonts = _fonts()
    if not set(FONTS) & set(fonts.families()):
        raise NoFont(MISSING)
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    made = typst.Compiler(template.encode(), root=folder, font_paths=fonts, sys_inputs=inputs).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def can_set_pdf(data: bytes, *, pages: int) -> bool:
    """Tell whether all pages of a PDF can be set into another: one that cannot would spoil the whole paper."""
    lines = "\n".join(f'#image("paper", format: "pdf", page: {page})' for page in range(1, pages + 1))
    with TemporaryDirectory() as folder:
        (Path(folder) / "paper").write_bytes(data)
        try:
            typst.Compiler(lines.encode(), root=folder, font_paths=_fonts()).compile(format="pdf")
        except typst.TypstError:
            return False
    return True


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return the fonts of this machine; found once, since looking through them takes longer than a page."""
    return typst.Fonts()
