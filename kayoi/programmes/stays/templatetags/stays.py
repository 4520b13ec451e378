"""Days, names and sums of stays in words."""

from django import template
from django.utils.translation import gettext as _

from kayoi.programmes.stays.selectors import words

register = template.Library()
register.filter("stay_days", words.days_in_words)
register.filter("short_day", words.short_day)
register.simple_tag(words.either)


@register.filter
def yen(amount: int) -> str:
    """Write a sum: 12,000円, 12,000 yen."""
    return _("%(yen)s円") % {"yen": f"{amount:,}"}


@register.filter
def hours(minutes: int) -> str:
    """Write a time: 2時間30分, 2 h 30 min."""
    whole, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)s時間") % {"hours": whole}
    return _("%(hours)s時間%(minutes)s分") % {"hours": whole, "minutes": rest}
