"""The English catalogue: complete, current, and its check sees what is wrong."""

import re
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.core.management import CommandError, call_command

from kayoi.config.management.commands import catalogue

ROOT = Path(__file__).resolve().parents[3]


def test_the_catalogue_is_complete_and_current() -> None:
    out = StringIO()
    call_command("catalogue", check=True, stdout=out)
    assert out.getvalue().endswith(" strings, 0 to be done\n")


def test_staff_pages_are_not_in_it() -> None:
    places = {path for message in catalogue.present() for path, _line in message.locations}
    assert places
    assert not [path for path in places if "workspace" in path or "style_page" in path]


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("雪", ""), "not translated: 雪"),
        (Message("雪", "Snow", flags={"fuzzy"}), "fuzzy: 雪"),
        (Message("%(days)d日", "days"), "places differ: %(days)d日 → days"),
        (Message("<strong>雪</strong>", "Snow"), "places differ: <strong>雪</strong> → Snow"),
        (Message(("%(n)s個", "%(n)s個"), ("one", "%(n)s pieces")), "places differ: %(n)s個 → one"),
        (Message(("%(n)s個", "%(n)s個"), ("%(n)s piece", "")), "not translated: %(n)s個"),
    ],
)
def test_the_check_sees_what_is_wrong(message: Message, fault: str) -> None:
    assert catalogue.faults_of(message) == [fault]


def test_a_sound_translation_has_no_faults() -> None:
    assert catalogue.faults_of(Message("%(days)d日", "%(days)d days")) == []


def test_translations_are_kept_and_what_is_no_longer_used_falls_away() -> None:
    old = Catalog(locale="en")
    old.add("住まい", "Homes")
    old.add("使われなくなった文", "Unused")
    new = catalogue.updated(old)
    assert new["住まい"].string == "Homes"
    assert new.get("使われなくなった文") is None


def test_a_catalogue_that_lags_behind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "CATALOGUE", ROOT / "kayoi" / "no-such.po")
    with pytest.raises(CommandError, match="not current"):
        call_command("catalogue", check=True)


def test_templates_code_labels_and_data_are_searched() -> None:
    found = {(one.id, one.where) for one in catalogue.source_strings()}
    assert ("どんな暮らしをしたいですか", "kayoi/doors/portal/templates/portal/home.html") in found
    assert ("プロフィールを保存しました。", "kayoi/doors/portal/views/me.py") in found
    assert ("二地域居住", "kayoi/engines/casefiles/states.py") in found
    assert ("賃貸・売却用や別荘などを含みます。", "data/places/definitions.csv") in found


def test_every_mail_to_the_public_stands_in_both_languages() -> None:
    mails = list((ROOT / "kayoi" / "programmes").rglob("mail/*.ja.txt"))
    assert mails
    for mail in mails:
        english = mail.with_name(mail.name.replace(".ja.txt", ".en.txt"))
        named = [set(re.findall(r"{{ (\w+) }}", path.read_text(encoding="utf-8"))) for path in (mail, english)]
        assert named[0] == named[1], mail
