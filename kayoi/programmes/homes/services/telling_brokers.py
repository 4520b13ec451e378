"""Tell brokers by mail: number, 町字, receipt, time; nothing about owners and seekers."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.messages import services as messages
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Assignment, Broker, Home, Seeker
from kayoi.programmes.homes.selectors.seeker_words import news_in_words, when_in_words
from kayoi.programmes.homes.selectors.seekers import broker_of
from kayoi.programmes.homes.states import HOME, News, Offer


@transaction.atomic
def ask_broker_by_mail(*, assignment: Assignment, link: str, by: Actor, at: datetime) -> None:
    """Ask a broker to take a house (業者に依頼する)."""
    home = assignment.home
    values = {
        "quarter": home.quarter,
        "number": home.number,
        "kind": home.get_kind_display(),
        "offer": Offer.of(home.offer).label if home.offer else "相談中",
        "link": link,
    }
    _mail(home, assignment.broker, "asked_broker", values, by=by, at=at)


@transaction.atomic
def tell_broker_news(
    *,
    home: Home,
    news: News,
    receipt: str = "",
    when: tuple[datetime, datetime] | None = None,
    seeker: Seeker | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Mail the broker of a house what happens around it (取扱業者に知らせる).

    Nothing about a `seeker` under protection measures: staff tell the broker what must be known.
    """
    broker = broker_of(home)
    hidden = seeker is not None and is_protected(seeker.case_file_id, on=local_date(at))
    if broker is None or not broker.email or hidden:
        return
    values = {
        "home": home.number,
        "news": news_in_words(news),
        "receipt": receipt or "なし",
        "when": when_in_words(*when) if when else "なし",
    }
    _mail(home, broker, "broker_news", values, by=by, at=at)


@transaction.atomic
def tell_broker_price_talk(*, home: Home, broker: Broker, by: Actor, at: datetime) -> None:
    """Mail a broker that somebody wants to talk about the price (価格の相談を取り次ぐ): no sum, no name."""
    _mail(home, broker, "price_talk", {"home": home.number}, by=by, at=at)


def _mail(home: Home, broker: Broker, template: str, values: dict[str, str], *, by: Actor, at: datetime) -> None:
    town = home.organization
    messages.send(
        template=f"homes/mail/{template}",
        language="ja",
        to_address=broker.email,
        values={
            "name": broker.name,
            "organization": town.name,
            "office": town.office_name,
            "phone": town.phone,
            **values,
        },
        cause=HOME,
        reference=str(home.pk),
        by=by,
        at=at,
    )
