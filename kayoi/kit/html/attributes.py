"""HTML attributes from keyword arguments, and the two kinds that our Content-Security-Policy never runs."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def attributes(**given: object) -> SafeString:
    """Write attributes, data_autosave_url as data-autosave-url; None and False leave one out, True writes it bare.

    Raises ValueError for style and on…: under the strict policy they would silently do nothing.
    """
    written = []
    for name, value in given.items():
        attribute = name.rstrip("_").replace("_", "-")
        if attribute == "style" or attribute.startswith(("on", "hx-on")):
            raise ValueError(f"{attribute}: use a class, or a module in static/kit.")
        if value is None or value is False or value == "":
            continue
        written.append(format_html(" {}", attribute) if value is True else format_html(' {}="{}"', attribute, value))
    return format_html_join("", "{}", ((part,) for part in written))
