"""Applications to the home bank for tests."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.services import Started
from kayoi.engines.procedures.states import PaperKind
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.applying import forms_for
from kayoi.programmes.homes.forms.offered import offered_of
from kayoi.programmes.homes.services import Offered
from kayoi.programmes.homes.states import HomeConsentPurpose
from kayoi.programmes.homes.states.applying import OFFER

ANSWERS: dict[str, Any] = {
    "who": "owner", "name": "唐木 澄", "kana": "からき すみ", "phone": "0265-94-0001", "email": "sumi@example.jp",
    "postal_code": "396-0211", "address": "長野県伊那市高遠町勝間12", "kind": "dwelling", "quarter": "高遠町勝間",
    "home_address": "12番地", "lot_number": "1234番地5", "offer": "both", "price_yen": "3800000", "rent_yen": "40000",
    "vacant_since": "2021", "holding": "alone", "deceased": "", "others": "", "is_dealers_stock": "no",
    "was_built_to_sell": "no", "has_brokerage": "no", "owners_reason": "belongings", "broker_wish": "", "remark": "",
    "pledge": "on", "agree": "on", **{f"consent_{purpose}": "on" for purpose in HomeConsentPurpose},
}  # fmt: skip
KIN: dict[str, Any] = {
    "who": "kin", "name": "唐木 進", "kana": "からき すすむ", "phone": "090-1111-2222", "email": "susumu@example.jp",
    "address": "東京都杉並区阿佐谷南1-1", "owner_name": "唐木 澄", "owner_kana": "からき すみ", "relation": "子",
    "owner_phone": "0265-94-0001", "owner_postal_code": "396-0211", "owner_address": "長野県伊那市高遠町勝間12",
}  # fmt: skip
STATE_LINK = "https://kayoi.example/ina/homes/offer/{token}/"


def offered(**answers: Any) -> Offered:
    """Return what somebody has answered, as the form reads it."""
    forms = forms_for(ANSWERS | answers)
    assert all([form.is_valid() for form in forms.values()]), [form.errors for form in forms.values()]
    return offered_of(forms)


def begin_offer(*, at: datetime, by: Actor = VISITOR, **answers: Any) -> Started:
    """Begin an application and answer everything."""
    return procedures.start_application(
        procedure=OFFER, channel=Channel.PORTAL, answers=ANSWERS | answers, by=by, at=at
    )


def make_offer(
    organization: Organization, *, at: datetime, by: Actor = VISITOR, file: CaseFile | None = None, **answers: Any
) -> Started:
    """Offer a house as a visitor does; `file` is whose it is."""
    started = begin_offer(at=at, by=by, **answers)
    services.send_offer(
        organization=organization, application=started.application, offered=offered(**answers),
        sender=services.Sender(file=file), link=STATE_LINK, by=by, at=at,
    )  # fmt: skip
    return started


def rows_of_offers(file: CaseFile, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return ids and secrets of applications: a draft, one that was sent, one that was given back, without a house."""
    town = file.organization
    draft, sent = begin_offer(at=at), make_offer(town, file=file, lot_number="77", at=at, by=by)
    procedures.need_papers(application=sent.application, kinds=[PaperKind("mandate", "委任状")], by=by, at=at)
    doubled = make_offer(town, file=file, lot_number="77", at=at, by=by)
    returned = make_offer(town, file=file, lot_number="78", at=at, by=by)
    by_son = make_offer(town, file=file, lot_number="79", at=at, by=by, **KIN)
    letter = services.return_offer(
        organization=town, application=returned.application, link=STATE_LINK, by=by, at=at,
        what=services.Return(["地番"], local_date(at) + timedelta(days=14), by_letter=True),
    )  # fmt: skip
    paper = returned.application.papers.get(code="identity")
    page = BytesIO(picture()), "meisai.jpg", len(picture())
    services.send_paper(paper=paper, uploads=[page], received_on=local_date(at), by=by, at=at)
    assert letter is not None
    return {
        "offer_draft_token": draft.token, "offer_token": returned.token, "application": sent.application.pk,
        "application_without_home": doubled.application.pk, "application_returned": returned.application.pk,
        "application_by_proxy": by_son.application.pk, "paper": paper.pk, "letter": letter.pk,
    }  # fmt: skip
