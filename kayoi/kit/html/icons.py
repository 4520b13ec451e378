"""Our own line icons (24 × 24); each is decoration beside a word, never instead of one."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
    "check": "M5 12.5l4.5 4.5L19 7",
    "chevron-down": "M6 9l6 6 6-6",
    "chevron-right": "M9 6l6 6-6 6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
    "close": "M6 6l12 12M18 6L6 18",
    "danger": "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v5.5M12 16.4v.2",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "download": "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 20h14",
    "external": "M13 4h7v7M20 4l-9 9M17 14v6H4V7h6",
    "home": "M3 11l9-7 9 7M6 9v11h12V9M10 20v-6h4v6",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.4v.2",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1-4 4-6 8-6s7 2 8 6",
    "phone": "M6 3h4l1.5 5-2.5 2a12 12 0 0 0 5 5l2-2.5 5 1.5v4c0 1-1 2-2 2C11 20 4 13 4 5c0-1 1-2 2-2z",
    "pin": "M12 21c5-6 7-9 7-12a7 7 0 0 0-14 0c0 3 2 6 7 12zM12 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3h10v6M7 18H4v-9h16v9h-3M7 14h10v7H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21",
    "sort": "M8 9l4-5 4 5M8 15l4 5 4-5",
    "sort-down": "M8 15l4 5 4-5M12 20V5",
    "sort-up": "M8 9l4-5 4 5M12 4v15",
    "success": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.5",
    "waiting": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
    "warning": "M12 4L2.5 20.5h19zM12 10v5M12 17.8v.2",
}


def icon(name: str) -> SafeString:
    """Return an icon that screen readers pass over. Raises KeyError for a name that is not in PATHS."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        mark_safe(PATHS[name]),  # noqa: S308 -- one of the constants above
    )
