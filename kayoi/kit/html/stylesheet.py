"""kit.css: all parts of the kit in one file, in this order.

A page then asks for one stylesheet, and there is no build step: kit.css is kept in the repository, and a test fails
when it is not the parts put together. `python -m kayoi.kit.html.stylesheet` writes it anew.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "static" / "kit"

# Later parts may override earlier ones: first what holds everywhere, last what holds for paper and own colours.
PARTS = (
    *("tokens", "base", "layout", "icon"),
    *("skip_link", "demo_bar", "header", "language_switch", "breadcrumb", "side_menu", "footer"),
    *("button", "field", "input", "textarea", "select", "choice", "checkbox", "radio", "date", "file", "fieldset"),
    *("error_summary", "notice", "banner", "steps", "dialog", "accordion", "live_region"),
    *("table", "pagination", "search_box", "filter_bar", "tabs", "chip", "status", "progress"),
    *(
        "card",
        "description_list",
        "quoted",
        "timeline",
        "calendar",
        "map",
        "chart",
        "key_figure",
        "empty_state",
        "furigana",
        "outbox",
    ),
    *("print_header", "print", "forced_colors"),
)


def bundle() -> str:
    """Return all parts in order, without comments and empty lines."""
    text = "\n".join((FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    lines = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines()
    head = "/* Written by `python -m kayoi.kit.html.stylesheet` from the parts beside it: change those. */"
    return "\n".join([head, *(line.strip() for line in lines if line.strip())]) + "\n"


if __name__ == "__main__":
    (FOLDER / "kit.css").write_text(bundle(), encoding="utf-8")
