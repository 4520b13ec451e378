"""Days, names and sums of stays in words."""

from django import template
from django.utils.translation import gettext as _

from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import verdict
from kayoi.programmes.stays.forms.refusals import REFUSALS
from kayoi.programmes.stays.selectors import words
from kayoi.programmes.stays.selectors.doors import Near

register = template.Library()
register.filter("stay_days", words.days_in_words)
register.filter("short_day", words.short_day)
register.simple_tag(words.either)


@register.filter
def yen(amount: int) -> str:
    """Write a sum: 12,000円, 12,000 yen."""
    return _("%(yen)s円") % {"yen": f"{amount:,}"}


@register.filter
def why_not_nearer(near: Near) -> list[str]:
    """Write what stands against the days between the wanted ones and these."""
    return [str(one) for one in sentences(verdict(near.reasons), REFUSALS)][:2]
