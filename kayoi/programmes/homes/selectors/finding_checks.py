"""Checks of leads and surveys for `manage.py verify`: how many rows of the open organization are not sound."""

from kayoi.engines.followups.models import FollowUp
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes.models import Home, Lead, SurveyLetter
from kayoi.programmes.homes.selectors.survey_letters import code_of
from kayoi.programmes.homes.states import LEAD, LeadStatus


def letters_with_other_codes() -> int:
    """Count letters whose code would be printed anew as another one: the installation's secret was changed."""
    letters = SurveyLetter.objects.select_related("survey")
    return sum(one.code_hash != token_hash(code_of(one.survey, one.number)) for one in letters)


def new_leads_without_follow_up() -> int:
    """Count leads that nobody has looked at and nobody is asked to."""
    asked = set(FollowUp.objects.open().filter(cause=LEAD).values_list("reference", flat=True))
    waiting = Lead.objects.filter(status=LeadStatus.NEW).values_list("pk", flat=True)
    return len({str(pk) for pk in waiting} - asked)


def leads_without_their_house() -> int:
    """Count leads that are said to be a house file and have none, and those that have one and are not."""
    said = set(Lead.objects.filter(status=LeadStatus.HOUSE).values_list("pk", flat=True))
    return len(said ^ set(Home.objects.filter(lead__isnull=False).values_list("lead", flat=True)))
