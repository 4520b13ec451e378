"""Values, widgets and colours of the design system; the tags are in templatetags/kit."""

from kayoi.kit.html.attributes import attributes
from kayoi.kit.html.colour import accent_stylesheet, contrast, fits_as_accent
from kayoi.kit.html.date_parts import DateParts
from kayoi.kit.html.icons import icon
from kayoi.kit.html.languages import in_its_language
from kayoi.kit.html.links import Detail, Entry, Link, LinkGroup
from kayoi.kit.html.month import Day, DayMark, DayState, Month, month_of

__all__ = [
    "DateParts",
    "Day",
    "DayMark",
    "DayState",
    "Detail",
    "Entry",
    "Link",
    "LinkGroup",
    "Month",
    "accent_stylesheet",
    "attributes",
    "contrast",
    "fits_as_accent",
    "icon",
    "in_its_language",
    "month_of",
]
