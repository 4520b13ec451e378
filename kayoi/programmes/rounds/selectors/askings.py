"""What became of a round; the secret link of each person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.states import ContactBasis
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.dates import local_date
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.rules import silence_has_ended
from kayoi.programmes.rounds.states import SILENCE_DAYS, Purpose, Reply, Show

SIGNER = Signer(salt="rounds.asking")
SHOWN = {
    Show.SENT: Q(asked_at__isnull=False),
    Show.ANSWERED: ~Q(reply=""),
    Show.MOVED: Q(reply=Reply.MOVED),
    Show.STOPPED: Q(reply=Reply.STOP),
    Show.WAITING: Q(asked_at=None, left_out=""),
    Show.LEFT_OUT: ~Q(left_out=""),
}


def token_of(asking: Asking) -> str:
    """Return the secret of a person's links: signed, nothing to store, of no use in another town."""
    return SIGNER.sign(f"{asking.organization_id}-{asking.pk}")


def asking_of_token(token: str) -> Asking | None:
    """Return whom a link is for, or None when it was not made by us or is another town's."""
    try:
        organization, _, pk = SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    rows = Asking.objects.select_related("round", "case_file").defer("case_file__search")
    found: Asking | None = rows.filter(pk=int(pk), organization_id=int(organization)).first()
    return found


def rounds() -> QuerySet[Round]:
    """Return the rounds of the open organization with how many were sent and answered, the latest first."""
    counted = Round.objects.annotate(
        sent=Count("askings", filter=Q(askings__asked_at__isnull=False)),
        answered=Count("askings", filter=~Q(askings__reply="") & Q(askings__isnull=False)),
    )
    rows: QuerySet[Round] = counted.order_by("-made_at", "-pk")
    return rows


@dataclass(frozen=True)
class Figures:
    """How many people of a round stand where; each figure opens its rows."""

    counts: dict[Show, int]

    @property
    def chosen(self) -> int:
        """How many people were chosen."""
        return self.counts[Show.SENT] + self.counts[Show.WAITING] + self.counts[Show.LEFT_OUT]

    @property
    def done(self) -> int:
        """How many have had their turn."""
        return self.counts[Show.SENT] + self.counts[Show.LEFT_OUT]


def figures(row: Round) -> Figures:
    """Return the figures of a round (送った・返事・移住した)."""
    found = row.askings.aggregate(**{show.value: Count("pk", filter=condition) for show, condition in SHOWN.items()})
    return Figures({show: found[show.value] for show in SHOWN})


def people(row: Round, show: Show) -> QuerySet[Asking]:
    """Return the people behind a figure, without addresses."""
    rows = row.askings.filter(SHOWN[show]).select_related("case_file").defer("case_file__search", "case_file__email")
    found: QuerySet[Asking] = rows.order_by("pk")
    return found


def silent_askings(*, at: datetime) -> list[Asking]:
    """Return those who were asked whether the town may go on writing, and whose days to answer are over."""
    on = local_date(at)
    days = setting(SILENCE_DAYS, on=on)
    rows = Asking.objects.filter(
        round__purpose=Purpose.CONFIRM, reply="", asked_at__lt=at - timedelta(days=days),
        case_file__contact_basis=ContactBasis.ASKED,
    ).select_related("case_file").defer("case_file__search")  # fmt: skip
    return [
        row
        for row in rows.order_by("pk")
        if row.asked_at and silence_has_ended(asked_on=local_date(row.asked_at), silence_days=days, on=on)
    ]
