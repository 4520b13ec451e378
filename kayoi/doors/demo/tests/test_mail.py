"""Mails of the demonstration: some wait, one became a consultation, its going-on a contact, one is set aside."""

from datetime import datetime
from pathlib import Path
from typing import Any

from kayoi.doors.demo.services import mail
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import ReceivedMail
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system


def test_mails_of_every_kind(in_ina: Organization, at: datetime, settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path
    make_file(email="hana@example.jp")
    mail.fill(town=in_ina, staff=[], by=system("test"), at=at)
    found = sorted(ReceivedMail.objects.values_list("status", "became"))
    assert found == [("aside", ""), ("filed", "contact"), ("filed", "question"), *[("waiting", "")] * 3]
    assert ReceivedMail.objects.get(became="contact").history.startswith("伊那市 <")
