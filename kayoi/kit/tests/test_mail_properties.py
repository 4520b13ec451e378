"""Whatever comes, reading a mail gives a letter or its own refusal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kayoi.kit.mail import Letter, UnreadableMail, read_mail
from kayoi.kit.mail.history import split_history
from kayoi.kit.tests.mail_files import Msg, mime

NAMES = st.sampled_from(
    [b"From", b"To", b"Subject", b"Date", b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition",
     b"MIME-Version", b"References", b"Message-ID", b"Auto-Submitted", b"Return-Path", b""]
)  # fmt: skip
VALUES = st.sampled_from(
    [b"multipart/mixed; boundary=b", b"multipart/report; report-type=delivery-status; boundary=b", b"message/rfc822",
     b"text/html; charset=iso-2022-jp", b"text/plain; charset=\"=?utf-8?Q?x?=\"; format=flowed", b"base64", b"uuencode",
     b"quoted-printable", b"x-uue", b"attachment; filename*0*=utf-8''%E5%; filename*1=x", b"=?iso-2022-jp?B?GyRC?=",
     b"<a@b>", b"message/delivery-status", b"attachment; filename*=us-ascii'%ff", b"message/external-body; x=",
     b"Thu, 99 Foo 99999999999 99:99:99 +99999", b"multipart/mixed; boundary*=utf-8'ja'b",
     b"text/plain; charset*=x'y'z"]
)  # fmt: skip
PIECES = st.one_of(
    st.tuples(NAMES, VALUES | st.binary(max_size=40)).map(lambda pair: pair[0] + b": " + pair[1] + b"\r\n"),
    st.sampled_from([b"\r\n", b"\n", b"--b\r\n", b"--b--\r\n", b"begin 644 x\n", b"\x1b$B", b"> x\n", b"<p>", b"\r"]),
    st.binary(max_size=60),
)


def outcome(data: bytes) -> Letter | None:
    try:
        letter = read_mail(data)
    except UnreadableMail:
        return None
    for text in (
        letter.subject,
        letter.sender_name,
        letter.sender_address,
        letter.text,
        letter.history,
        *letter.recipients,
    ):
        text.encode()  # no half of a pair
        assert "\x00" not in text
    assert "\n" not in letter.subject + letter.sender_name + letter.sender_address
    return letter


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=40).map(b"".join))
def test_pieces_of_mails_in_any_order(data: bytes) -> None:
    outcome(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes(data: bytes) -> None:
    outcome(data)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), max_size=30), st.booleans())
def test_spoilt_mails(changes: list[tuple[int, int]], of_outlook: bool) -> None:
    data = bytearray(
        Msg(files={"a.jpg": b"x" * 5000, "b": None}).written()
        if of_outlook
        else mime(enclosures={"a": (b"x" * 999, "a/b")})
    )
    for place, value in changes:
        data[place % len(data)] = value
    outcome(bytes(data))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab >\n-:From差出人宛先2026年wrote<@", max_size=300))
def test_folding_loses_no_word(text: str) -> None:
    new, history = split_history(text)
    assert "".join((new + history).split()) == "".join(text.split())
    assert new or not history
