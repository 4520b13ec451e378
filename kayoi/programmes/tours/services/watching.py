"""What the worker notices about dates: too few people when the time of applications is over."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.selectors.tours import dates_with_too_few
from kayoi.programmes.tours.states import TOUR_DATE


@transaction.atomic
def notice_too_few(*, by: Actor, at: datetime) -> int:
    """Let the office decide about dates with too few people (最少催行人数の知らせ), once each; return how many."""
    rows = dates_with_too_few(at=at)
    known = set(FollowUp.objects.filter(cause=TOUR_DATE).values_list("reference", flat=True))
    news = [row for row in rows if str(row.date.pk) not in known]
    for row in news:
        title = f"「{row.date.tour.name}」{row.words}: 最少催行人数に達していません。実施か中止かを決める"
        followups.plan_follow_up(
            title=title[:200], due_on=local_date(at), cause=TOUR_DATE, reference=str(row.date.pk), by=by, at=at
        )
    return len(news)
