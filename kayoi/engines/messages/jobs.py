"""Deliver messages."""

from django.utils import timezone

from kayoi.engines.messages.services import deliver_message
from kayoi.engines.messages.states import Delivery
from kayoi.kit.actor import system
from kayoi.kit.jobs import TryAgain, task


@task
def deliver(organization: int, message: int) -> None:
    """Deliver one message; when the mail server cannot be reached, try again later."""
    outcome = deliver_message(
        organization_id=organization, message_id=message, by=system("messages.deliver"), at=timezone.now()
    )
    if outcome is Delivery.QUEUED:
        raise TryAgain
