"""Mails that Outlook saves: Unicode and the code page of Windows, header lines, enclosures; containers that lie."""

import struct
from datetime import UTC, datetime

import pytest

from kayoi.kit.compound import BrokenContainer, CompoundFile
from kayoi.kit.mail import Nature, Trouble, UnreadableMail, read_mail
from kayoi.kit.tests.mail_files import Msg, container


@pytest.mark.parametrize("wide", [True, False])
def test_a_mail_of_outlook(wide: bool) -> None:
    picture = b"\xff\xd8\xff" + b"x" * 9000
    letter = read_mail(
        Msg(unicode=wide, in_reply_to="<q@x>", files={"間取り.jpg": picture, "メモ.txt": b"short"}).written()
    )
    assert (letter.subject, letter.text) == ("雪について", "雪はどのくらい積もりますか。")
    assert (letter.sender_name, letter.sender_address) == ("山田 花", "hana@example.jp")
    assert (letter.message_id, letter.answers) == ("m1@example.jp", ("q@x",))
    assert letter.sent_at == datetime(2026, 11, 19, 11, 15, tzinfo=UTC)
    assert [(found.name, found.data) for found in letter.enclosures] == [
        ("間取り.jpg", picture),
        ("メモ.txt", b"short"),
    ]


def test_header_lines_that_outlook_kept_are_believed_first() -> None:
    headers = (
        "Received: from x\r\nFrom: =?utf-8?B?5bGx55Sw?= <Other@example.jp>\r\nTo: in+abc@ina.example\r\n"
        "Message-ID: <real@example.jp>\r\nAuto-Submitted: auto-replied\r\n\r\n"
    )
    letter = read_mail(Msg(headers=headers).written())
    assert (letter.sender_address, letter.message_id) == ("other@example.jp", "real@example.jp")
    assert letter.recipients == ("in+abc@ina.example",)
    assert letter.nature is Nature.AUTOMATIC


def test_colleagues_address_of_exchange_is_no_address() -> None:
    letter = read_mail(Msg(sender="/O=TOWN/CN=HANA", sender_smtp="").written())
    assert letter.sender_address == ""
    assert letter.sender_name == "山田 花"


def test_html_only() -> None:
    assert (
        read_mail(Msg(body="", html="<p>雪は<b>どう</b>ですか</p><script>1</script>").written()).text
        == "雪はどうですか"
    )


def test_a_mail_inside_is_named_only() -> None:
    (found,) = read_mail(Msg(files={"転送": None}).written()).enclosures
    assert (found.name, found.data) == ("転送", b"")
    assert found.why_not


def test_another_old_office_file_is_no_mail() -> None:
    with pytest.raises(UnreadableMail) as refused:
        read_mail(container({"WordDocument": b"x" * 5000}))
    assert refused.value.trouble is Trouble.NOT_A_MAIL


@pytest.mark.parametrize("length", [8, 100, 512, 600, 1500, 3000])
def test_a_cut_file_is_broken(length: int) -> None:
    with pytest.raises(UnreadableMail) as refused:
        read_mail(Msg().written()[:length])
    assert refused.value.trouble in {Trouble.BROKEN, Trouble.NOT_A_MAIL}


def test_tree_names_streams_by_their_storages() -> None:
    data = container({"a": {"b": {"c": b"deep"}}, "d": b"x" * 5000})
    file = CompoundFile(data)
    assert file.tree() == {"a/b/c": 4, "d": 5000}
    assert file.stream_at("a/b/c") == b"deep"
    with pytest.raises(KeyError):
        file.stream_at("a/c")


def test_tree_in_a_circle_ends() -> None:
    data = container({"a": {"b": b"x"}})
    entry = data.index("a\0".encode("utf-16-le").ljust(64, b"\0"))
    circle = data[: entry + 76] + struct.pack("<I", 0) + data[entry + 80 :]  # the storage holds the root
    assert CompoundFile(circle).tree() == {}


def test_a_stream_that_runs_in_a_circle_is_broken() -> None:
    data = bytearray(container({"d": b"x" * 5000}))
    struct.pack_into("<I", data, len(data) - 512, 0)  # the first sector is followed by itself
    with pytest.raises(BrokenContainer):
        CompoundFile(bytes(data)).stream_at("d")
