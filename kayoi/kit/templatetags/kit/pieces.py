"""Small pieces: icons, states, chips, numbers, dates, furigana, live regions, progress."""

from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kayoi.kit.charts import Number, number_text
from kayoi.kit.dates import last_day as last_day_of
from kayoi.kit.dates import local_date
from kayoi.kit.dates import wareki as wareki_text
from kayoi.kit.html.attributes import attributes
from kayoi.kit.html.icons import icon as icon_svg
from kayoi.kit.html.languages import in_its_language
from kayoi.kit.templatetags.kit.library import tags

STATUS_ICONS = {"neutral": "waiting", "info": "clock", "success": "success", "warning": "warning", "danger": "danger"}


@tags.simple_tag
def icon(name: str) -> SafeString:
    """Write an icon beside a word; screen readers pass over it."""
    return icon_svg(name)


@tags.simple_tag
def status(label: str, kind: str = "neutral") -> SafeString:
    """Write a status badge (状態): sign, word and colour say the same. KeyError for an unknown kind."""
    return format_html('<span class="status status-{}">{}{}</span>', kind, icon_svg(STATUS_ICONS[kind]), label)


@tags.simple_tag
def chip(label: str, *, href: str = "", current: bool = False, accent: bool = False, remove: str = "") -> SafeString:
    """Write a chip: a tag, a link to a filter, or a chosen filter with the address that takes it away."""
    css = "chip chip-accent" if accent else "chip"
    if remove:
        hidden = format_html('<span class="hidden-text">{}</span>', _("の条件を外す"))
        return format_html('<a class="{}" href="{}">{}{}{}</a>', css, remove, label, hidden, icon_svg("close"))
    if href:
        extra = attributes(aria_current="true" if current else None)
        return format_html('<a class="{}" href="{}"{}>{}</a>', css, href, extra, label)
    return format_html('<span class="{}">{}</span>', css, label)


@tags.filter
def number(value: Number | None, unit: str = "") -> SafeString | str:
    """Write a number with separators and its unit: 12,300円; what is missing as ― with words for screen readers."""
    if value is None or value == "":
        return format_html(
            '<span class="missing"><span aria-hidden="true">―</span><span class="hidden-text">{}</span></span>',
            _("データなし"),
        )
    text = number_text(value)
    return format_html('{}<span class="unit">{}</span>', text, unit) if unit else text


def _day(value: date | datetime) -> date:
    return local_date(value) if isinstance(value, datetime) else value


@tags.filter
def wareki(value: date | datetime | None) -> str:
    """Write a day in the Japanese calendar: 令和8年11月21日."""
    return "" if value is None else wareki_text(_day(value))


@tags.filter
def last_day(ends_before: date | None) -> date | None:
    """Return the last day of a period from the day after it: {{ ends_before|last_day|wareki }}まで."""
    return None if ends_before is None else last_day_of(ends_before)


@tags.filter
def telephone(text: str) -> SafeString | str:
    """Write a telephone number as a link that calls it, on one line."""
    return format_html('<a class="telephone" href="tel:{}">{}</a>', text, text) if text else ""


@tags.filter
def both_years(value: date | datetime | None) -> str:
    """Write a day in both calendars: 2026年(令和8年)11月21日; in other languages as they write dates."""
    if value is None:
        return ""
    on = _day(value)
    if not (get_language() or "ja").startswith("ja"):
        return date_format(on, "DATE_FORMAT")
    return f"{on.year}年({wareki_text(on).partition('年')[0]}年){on.month}月{on.day}日"


@tags.filter
def as_written(text: str) -> SafeString | str:
    """Write words of the data; Japanese ones on a page in another language say so (lang)."""
    return in_its_language(text)


@tags.simple_tag
def furigana(text: str, reading: str) -> SafeString:
    """Write a word with its reading above (ふりがな); in brackets where a browser knows no ruby."""
    if not reading or reading == text:
        return format_html("{}", text)
    return format_html("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>", text, reading)


@tags.simple_tag
def progress(value: Number, most: Number, label: str, *, note: str = "") -> SafeString:
    """Write a progress bar with its figures in words (進み具合)."""
    return render_to_string("kit/progress.html", {"value": value, "most": most, "label": label, "note": note})


@tags.simple_tag
def live_region(key: str = "live", *, toast: bool = False) -> SafeString:
    """Write an empty region whose later content is read out; scripts and htmx write into it."""
    return format_html('<p class="{}" id="{}" role="status"></p>', "toast" if toast else "live", key)
