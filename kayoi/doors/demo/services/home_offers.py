"""Houses that owners, kin and heirs of the demonstration have offered: one complete, one by a son, one given back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services as homes
from kayoi.programmes.homes.forms.applying import forms_for
from kayoi.programmes.homes.forms.offered import offered_of
from kayoi.programmes.homes.states import HomeConsentPurpose
from kayoi.programmes.homes.states.applying import OFFER

LINK = "https://kayoi.example/ina/homes/offer/{token}/"
HOUSE = {
    "kind": "dwelling", "offer": "both", "holding": "alone", "is_dealers_stock": "no", "was_built_to_sell": "no",
    "has_brokerage": "no", "pledge": "on", "agree": "on",
    **{f"consent_{purpose}": "on" for purpose in HomeConsentPurpose},
}  # fmt: skip
OWNER = {
    "who": "owner", "name": "蔵持 実(架空)", "kana": "くらもち みのる", "phone": "090-0000-7701",
    "email": "kuramochi@people.demo.example", "address": "長野県松本市架空町1-2", "quarter": "高遠町西高遠",
    "lot_number": "1501番地", "offer": "sale", "price_yen": "4800000", "vacant_since": "2019",
    "owners_reason": "belongings",
}  # fmt: skip
SON = {
    "who": "kin", "name": "縁側 進(架空)", "kana": "えんがわ すすむ", "phone": "090-0000-7702",
    "email": "engawa@people.demo.example", "address": "東京都架空区2-3", "owner_name": "縁側 澄(架空)",
    "owner_kana": "えんがわ すみ", "relation": "子", "owner_phone": "0265-00-7702",
    "owner_address": "長野県伊那市架空3", "quarter": "長谷非持", "lot_number": "88番地2", "rent_yen": "35000",
    "vacant_since": "2023", "owners_reason": "some_day", "has_brokerage": "unknown",
}  # fmt: skip
HEIR = {
    "who": "heir", "name": "土間 梢(架空)", "kana": "どま こずえ", "phone": "0265-00-7703",
    "address": "長野県伊那市架空4", "quarter": "西箕輪", "offer": "", "holding": "inherited",
    "deceased": "土間 茂(架空)", "others": "土間 次郎(弟)", "owners_reason": "registry", "consent_national_sites": "",
}  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let three houses be offered in Ina: on the phone, by a son, on paper; the last one is given back by letter."""
    if town.slug != "ina":
        return
    today = local_date(at)
    mine = _offer(town, OWNER, at=at - timedelta(days=9))
    for paper in mine.papers.order_by("pk"):
        homes.send_paper(paper=paper, uploads=[], received_on=today - timedelta(days=5), by=by, at=at)
        homes.accept_offer_paper(paper=paper, valid_until=None, by=by, at=at)
    _offer(town, SON, at=at - timedelta(days=3))
    answers = HOUSE | HEIR
    taken = homes.take_offer(
        organization=town, offered=_read(answers), answers=answers, channel=Channel.LETTER, sender=homes.Sender(),
        client_key=None, link="", by=by, at=at - timedelta(days=6),
    )  # fmt: skip
    what = homes.Return(["ほかの相続人の同意書をお送りください。"], today + timedelta(days=10), by_letter=True)
    homes.return_offer(organization=town, application=taken, what=what, link="", by=by, at=at - timedelta(days=4))


def _offer(town: Organization, said: dict[str, Any], *, at: datetime) -> Application:
    answers = HOUSE | said
    started = procedures.start_application(procedure=OFFER, channel=Channel.PORTAL, answers=answers, by=VISITOR, at=at)
    homes.send_offer(
        organization=town, application=started.application, offered=_read(answers), sender=homes.Sender(), link=LINK,
        by=VISITOR, at=at,
    )  # fmt: skip
    return started.application


def _read(answers: dict[str, Any]) -> homes.Offered:
    forms = forms_for(answers)
    assert all([form.is_valid() for form in forms.values()])
    return offered_of(forms)
