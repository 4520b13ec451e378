"""Text of a mail that was written in HTML only: what is seen, in lines. Nothing of the markup is kept.

One walk from left to right, so that no page is slow to read, whatever its markup.
"""

import html
import re
from collections.abc import Iterator

from kayoi.kit.mail.limits import MAX_TEXT

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,15})")
_LINES = {
    "p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "hr", "pre", "section",
    "article", "header", "footer", "title", "dt", "dd", "address", "center", "form", "td", "th", "blockquote",
}  # fmt: skip
_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg", "math", "textarea"}
_QUOTE = "blockquote"


def text_of_html(page: str) -> str:
    """Return the words of a page; a quotation gets > before each line."""
    lines: list[str] = []
    line: list[str] = []
    quoted, said = 0, False
    for kind, word in [*_pieces(page[: MAX_TEXT * 10]), ("close", "p")]:
        if kind == "text":
            line.append(word)
            said = said or not word.isspace()
            continue
        if word in _LINES and (said or word in {"br", "p"}):
            lines.append("> " * min(quoted, 3) + " ".join("".join(line).split()))
            line, said = [], False
        if word == _QUOTE:
            quoted = max(0, quoted + (1 if kind == "open" else -1))
    return re.sub(r"\n{3,}", "\n\n", html.unescape("\n".join(lines))).strip()


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    """Return text, opened and closed tags in order. What a browser would not show is passed over."""
    at, lower = 0, page.lower()
    while at < len(page):
        opened = page.find("<", at)
        if opened < 0:
            yield "text", page[at:]
            return
        if opened > at:
            yield "text", page[at:opened]
        if page.startswith("<!--", opened):
            end = page.find("-->", opened + 4)
            at = end + 3 if end >= 0 else len(page)
            continue
        match = _NAME.match(page, opened)
        if match is None and not page.startswith(("<!", "<?"), opened):
            yield "text", "<"
            at = opened + 1
            continue
        end = page.find(">", opened)
        at = end + 1 if end >= 0 else len(page)
        name = match[1].lower() if match else ""
        closing = page.startswith("</", opened)
        if name in _UNSEEN and not closing and page[at - 2 : at] != "/>":
            hidden = lower.find(f"</{name}", at)
            at = hidden if hidden >= 0 else len(page)
            continue
        yield "close" if closing else "open", name
