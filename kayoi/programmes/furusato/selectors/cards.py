"""What a holder sees of their cards, and the office of the keys that sign them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from kayoi.engines.credentials.models import Card, SigningKey
from kayoi.engines.credentials.selectors import cards_of, signing_key
from kayoi.engines.credentials.services import Issued
from kayoi.engines.credentials.states import CardStatus, Medium
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.qr import qr_svg
from kayoi.kit.verdict import Reason
from kayoi.programmes.furusato.models import Registration
from kayoi.programmes.furusato.states import RegistrationStatus


@dataclass(frozen=True)
class CardRow:
    """A card, and whether its time is over."""

    card: Card
    is_over: bool

    @property
    def counts(self) -> bool:
        """Whether it is good now."""
        return self.card.status == CardStatus.VALID and not self.is_over


@dataclass(frozen=True)
class CardsPage:
    """The cards of a registration, as its holder sees them."""

    label: str
    kind: str
    cards: Sequence[CardRow]
    reasons: Sequence[Reason]
    registered_until: date | None

    def _has(self, medium: Medium) -> bool:
        return any(row.counts and row.card.medium == medium for row in self.cards)

    @property
    def phone(self) -> bool:
        """Whether a phone has a card that counts."""
        return self._has(Medium.PHONE)

    @property
    def paper(self) -> bool:
        """Whether a card on paper counts."""
        return self._has(Medium.PAPER)

    @property
    def may_be_longer(self) -> bool:
        """Whether the registration was renewed since the card was taken."""
        until = self.registered_until
        return until is not None and any(row.counts and row.card.valid_until < until for row in self.cards)

    @property
    def revoked(self) -> bool:
        """Whether the town has taken a card back, which may be objected to."""
        return any(row.card.status == CardStatus.REVOKED for row in self.cards)


def cards_page(registration: Registration, *, at: datetime) -> CardsPage:
    """Return the cards of a registration, the newest first, or why there are none now."""
    register, today = registration.register, local_date(at)
    english = get_language() == "en" and register.name_en
    return CardsPage(
        english or register.name, register.card_kind,
        [CardRow(card, card.valid_until < today) for card in cards_of(registration.subject)],
        lacking(registration, at=at), registration.valid_until,
    )  # fmt: skip


def valid_cards(subject: str, *, medium: Medium | None = None) -> QuerySet[Card]:
    """Return the cards of a subject that count, the newest first."""
    rows = Card.objects.filter(subject=subject, status=CardStatus.VALID).order_by("-index")
    return rows if medium is None else rows.filter(medium=medium)


def lacking(registration: Registration, *, at: datetime) -> list[Reason]:
    """Return why a registration has no card now."""
    reasons = []
    if registration.status != RegistrationStatus.REGISTERED:
        reasons.append(Reason("furusato.card_not_registered"))
    if not registration.register.card_kind:
        reasons.append(Reason("furusato.card_not_issued"))
    if signing_key(at=at) is None:
        reasons.append(Reason("credentials.no_key"))
    return reasons


@dataclass(frozen=True)
class KeyRow:
    """A signing key, what it does now, and how many cards that count it has signed."""

    key: SigningKey
    state: str
    cards: int


def keys_page(*, at: datetime) -> list[KeyRow]:
    """Return the town's keys, the newest first (署名鍵の一覧)."""
    now = signing_key(at=at)
    good = Q(cards__status=CardStatus.VALID, cards__valid_until__gte=local_date(at))
    rows = SigningKey.objects.annotate(good=Count("cards", filter=good)).order_by("-valid_from", "-pk")
    return [KeyRow(row, _state(row, now, at), row.good) for row in rows]


def _state(row: SigningKey, now: SigningKey | None, at: datetime) -> str:
    if row.withdrawn_at is not None:
        return "取りやめ"
    if row.valid_until <= at:
        return "終了"
    if row.valid_from > at:
        return "予告中(まだ署名しません)"
    return "署名に使用中" if now is not None and row.pk == now.pk else "確認にだけ使用"


def paper_data(issued: Issued, registration: Registration, *, town: str) -> dict[str, Any]:
    """Return what the paper card's template needs."""
    card = issued.card
    return {
        "town": town, "register": registration.register.name, "name": registration.case_file.name,
        "number": card.number, "until": wareki(card.valid_until), "code": issued.code, "qr": qr_svg(issued.token),
    }  # fmt: skip
