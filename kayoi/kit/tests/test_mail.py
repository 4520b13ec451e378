"""Mails of mail programs: character sets, parts, history, what is automatic; and what is refused."""

import base64
import time
from datetime import UTC, datetime

import pytest

from kayoi.kit.mail import MAX_BYTES, Nature, Trouble, UnreadableMail, read_mail
from kayoi.kit.mail.charsets import decoded, from_jis
from kayoi.kit.mail.headers import addresses_in, sender_in, words
from kayoi.kit.mail.history import split_history
from kayoi.kit.mail.html_text import text_of_html
from kayoi.kit.tests.mail_files import mime

TEXT = "髙橋です。①住まい ㈱伊那 ﾊﾝｶｸ"


def jis(text: str) -> bytes:
    """Write ISO-2022-JP as Windows' mail programs do, with NEC's and IBM's characters."""
    out, mode = b"", b"(B"
    for sign in text:
        if sign.isascii():
            wanted, data = b"(B", sign.encode()
        elif len(sign.encode("cp932")) == 1:
            wanted, data = b"(I", bytes([sign.encode("cp932")[0] & 0x7F])
        else:
            first, second = sign.encode("cp932")
            row = (first - (0x81 if first < 0xA0 else 0xC1)) * 2 + 0x21
            if second >= 0x9F:
                wanted, data = b"$B", bytes([row + 1, second - 0x7E])
            else:
                wanted, data = b"$B", bytes([row, second - 0x1F - (second > 0x7E)])
        if wanted != mode:
            out, mode = out + b"\x1b" + wanted, wanted
        out += data
    return out + (b"" if mode == b"(B" else b"\x1b(B")


def raw(body: bytes, *, kind: str = "text/plain; charset=utf-8", more: str = "") -> bytes:
    head = f"From: =?utf-8?B?5bGx55Sw?= <hana@example.jp>\r\nSubject: x\r\n{more}Content-Type: {kind}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("cp932"), "Shift_JIS"),
        (TEXT.encode("cp932"), "windows-31j"),
        (jis(TEXT.replace("髙", "高")), "ISO-2022-JP"),
        (TEXT.encode("cp932"), "utf-8"),  # mislabelled
        (TEXT.encode(), "us-ascii"),
        (TEXT.encode(), "iso-8859-1"),
        (TEXT.encode("cp932"), "iso-8859-1"),
        (TEXT.encode("cp932"), ""),
        (TEXT.encode("cp932"), "rot13"),
        (TEXT.encode("cp932"), "x-unknown"),
    ],
)
def test_character_sets_declared_rightly_wrongly_and_not_at_all(body: bytes, declared: str) -> None:
    letter = read_mail(raw(body, kind=f'text/plain; charset="{declared}"' if declared else "text/plain"))
    assert letter.text == (TEXT if b"\x1b" not in body else TEXT.replace("髙", "高"))
    assert letter.sender_name == "山田"


def test_jis_with_vendor_characters_and_broken_ends() -> None:
    assert from_jis(jis("①㈱纊高")) == "①㈱纊高"
    assert from_jis(b"\x1b$B\x24") == "$"
    assert decoded("ありがとうございます".encode("euc_jp"), "euc-jp") == "ありがとうございます"
    assert decoded("Café à Paris".encode("cp1252"), "iso-8859-1") == "Café à Paris"


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("=?ISO-2022-JP?B?" + base64.b64encode(jis("雪について")).decode() + "?=", "雪について"),
        ("=?utf-8?B?6Zuq44E=?=\n =?utf-8?B?q+OBpOOBhOOBpg==?=", "雪について"),  # a character cut in two
        ("=?UTF-8?Q?=E9=9B=AA_1?= 2", "雪 1 2"),
        ("=?utf-8?B?!!!?=", ""),
        ("Plain", "Plain"),
        ("雪".encode("cp932").decode("utf-8", "surrogateescape"), "雪"),
        ("=?utf-8?B?", "=?utf-8?B?"),
    ],
)
def test_words_of_headers(header: str, read: str) -> None:
    assert words(header) == read


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ('"山田, 花" <Hana@Example.JP>', "山田, 花", "hana@example.jp"),
        ("hana@example.jp", "", "hana@example.jp"),
        ("<hana@example.jp>", "", "hana@example.jp"),
        ('"hana@example.jp" <hana@example.jp>', "", "hana@example.jp"),
        ('花 <"a..b."@docomo.ne.jp>', "花", "a..b.@docomo.ne.jp"),
        ("iju@ina.example (phishing) <evil@example.com>", "iju@ina.example (phishing)", "evil@example.com"),
        ("Bcc: x\r\n", "Bcc: x", ""),
        ("", "", ""),
    ],
)
def test_senders(header: str, name: str, address: str) -> None:
    assert sender_in(header) == (name, address)


def test_addresses_are_limited() -> None:
    assert len(addresses_in(",".join(f"a{number}@example.jp" for number in range(90)))) == 90
    letter = read_mail(mime(headers={"Cc": ", ".join(f"a{number}@example.jp" for number in range(900))}))
    assert len(letter.recipients) == 60


def test_everything_of_a_usual_mail() -> None:
    letter = read_mail(
        mime(
            headers={"In-Reply-To": "<a@x>", "References": "<b@x> <a@x>"},
            enclosures={"間取り図.pdf": (b"%PDF-1.7", "application/pdf"), "メモ.txt": ("はい".encode(), "text/plain")},
        )
    )
    assert (letter.subject, letter.message_id, letter.answers) == ("雪について", "m1@example.jp", ("b@x", "a@x"))
    assert letter.sent_at == datetime(2026, 11, 19, 11, 15, tzinfo=UTC)
    assert letter.recipients == ("iju@ina.example",)
    assert [found.name for found in letter.enclosures] == ["間取り図.pdf", "メモ.txt"]
    assert letter.enclosures[0].data == b"%PDF-1.7"
    assert letter.nature is Nature.WRITTEN


def test_html_only_becomes_text_and_no_script_is_kept() -> None:
    page = (
        "<html><head><title>x</title><style>p{}</style></head><body onload='x()'><p>こんにちは&nbsp;<b>伊那</b>市</p>"
        "<script>alert('悪い')</script><!-- 隠し --><div>1 &lt; 2<br>次</div><blockquote>前の<br>話</blockquote>"
    )
    letter = read_mail(raw(page.encode(), kind="text/html; charset=utf-8"))
    assert letter.text == "こんにちは 伊那市\n1 < 2\n次"
    assert letter.history == "> 前の\n> 話"


@pytest.mark.parametrize(
    "page",
    ["<" * 300_000, "<a" * 150_000, "<!--" * 75_000, "a<b>" * 75_000, "<script>" * 40_000, "<blockquote>" * 30_000,
     "&" * 300_000],
    ids=lambda page: page[:12],
)  # fmt: skip
def test_no_page_is_slow(page: str) -> None:
    started = time.monotonic()
    text_of_html(page)
    assert time.monotonic() - started < 2


def test_plain_text_is_preferred_to_html() -> None:
    body = b"--b\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--b--"
    assert read_mail(raw(body, kind="multipart/alternative; boundary=b")).text == "plain"


def test_flowed_text_is_joined() -> None:
    body = b"one \r\ntwo\r\n-- \r\nName"
    assert read_mail(raw(body, kind="text/plain; format=flowed")).text == "one two\n-- \nName"


@pytest.mark.parametrize(
    ("text", "new", "history"),
    [
        ("ありがとう\n\n2026年11月20日(金) 10:00 伊那市 <iju@ina.example>:\n> 回答です\n> 二行目", "ありがとう",
         "2026年11月20日(金) 10:00 伊那市 <iju@ina.example>:\n> 回答です\n> 二行目"),
        ("Thanks\n\nOn Fri, Nov 20, 2026 at 10:00 AM Ina City\n<iju@ina.example> wrote:\n> hello\n\n", "Thanks",
         "On Fri, Nov 20, 2026 at 10:00 AM Ina City\n<iju@ina.example> wrote:\n> hello"),
        ("はい\n\n-----Original Message-----\nFrom: 伊那市\nSent: x\nあとの文", "はい",
         "-----Original Message-----\nFrom: 伊那市\nSent: x\nあとの文"),
        ("はい\n________________\n差出人: 伊那市 <iju@ina.example>\n送信日時: 2026年11月20日\n本文", "はい",
         "________________\n差出人: 伊那市 <iju@ina.example>\n送信日時: 2026年11月20日\n本文"),
        ("> 質問一\nはい\n> 質問二\nいいえ", "> 質問一\nはい\n> 質問二\nいいえ", ""),
        ("> 全部引用", "> 全部引用", ""),
        ("From: で始まる文です\n次の行", "From: で始まる文です\n次の行", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_history_is_folded_away_and_kept(text: str, new: str, history: str) -> None:
    assert split_history(text) == (new, history)


@pytest.mark.parametrize(
    ("headers", "nature"),
    [
        ({}, Nature.WRITTEN),
        ({"Auto-Submitted": "no"}, Nature.WRITTEN),
        ({"Auto-Submitted": "auto-replied"}, Nature.AUTOMATIC),
        ({"Precedence": "Bulk"}, Nature.AUTOMATIC),
        ({"Precedence": "first-class"}, Nature.WRITTEN),
        ({"List-Unsubscribe": "<mailto:x@example.jp>"}, Nature.AUTOMATIC),
        ({"Return-Path": "<>"}, Nature.BOUNCE),
    ],
)
def test_natures(headers: dict[str, str], nature: Nature) -> None:
    assert read_mail(mime(headers=headers)).nature is nature


REPORT = """From: MAILER-DAEMON@mx.example.jp
To: iju@ina.example
Subject: Undelivered
Message-ID: <r@mx.example.jp>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

The mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; hana@example.jp
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

Message-ID: <ina.12.abc@kayoi.example>
Subject: answer

x
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "final"), [("failed", "5.1.1", True), ("delayed", "4.4.1", False), ("relayed", "2.0.0", False)]
)
def test_delivery_reports_name_mail_status_and_words(action: str, status: str, final: bool) -> None:
    letter = read_mail(REPORT.format(action=action, status=status).encode())
    assert letter.nature is Nature.BOUNCE
    assert letter.bounce is not None
    assert (letter.bounce.final, letter.bounce.status) == (final, status)
    assert letter.bounce.words == "smtp; 550 no such user"
    assert letter.bounce.message_ids == ("ina.12.abc@kayoi.example",)


def test_a_bounce_in_plain_words_of_a_carrier() -> None:
    text = "hana@docomo.ne.jp: 550 Unknown user hana\n\nMessage-ID: <ina.12.abc@kayoi.example>\nSubject: x"
    letter = read_mail(mime(sender="Mail Administrator <Postmaster@docomo.ne.jp>", text=text))
    assert letter.bounce is not None
    assert (letter.bounce.final, letter.bounce.status) == (True, "5.0.0")
    assert letter.bounce.message_ids == ("ina.12.abc@kayoi.example",)


def test_winmail_zip_and_mails_in_mails_are_named_with_what_to_do() -> None:
    data = mime(enclosures={"winmail.dat": (b"x", "application/ms-tnef"), "a.zip": (b"PK\x03\x04", "application/zip")})
    first, second = read_mail(data).enclosures
    assert first.why_not.startswith("Outlookの独自形式")
    assert (second.name, second.data, second.why_not) == ("a.zip", b"PK\x03\x04", "")
    inner = mime(subject="中のメール").decode()
    body = f"--b\r\n\r\nhi\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--"
    (found,) = read_mail(raw(body.encode(), kind="multipart/mixed; boundary=b")).enclosures
    assert (found.name, found.data) == ("中のメール.eml", b"")
    assert found.why_not


# --- hostile mails --------------------------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    head = "From: a@example.jp\r\n"
    return (
        head + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth))
    ).encode()


TOO_MUCH = {
    "nested": (nested(2000), Trouble.TOO_MANY_PARTS),
    "million parts": (raw(b"--b\n\n" * 1_000_000, kind="multipart/mixed; boundary=b"), Trouble.TOO_MANY_PARTS),
    "digest": (raw(b"--b\n\n" * 1_000_000, kind="multipart/digest; boundary=b"), Trouble.TOO_MANY_PARTS),
    "lines": (b"From: a@example.jp\n" + b"a:\n" * 2_000_000, Trouble.TOO_MANY_PARTS),
    "large": (b"From: a@example.jp\n\n" + b"x" * MAX_BYTES, Trouble.TOO_LARGE),
    "no mail": (b"hello\n", Trouble.NOT_A_MAIL),
    "nothing": (b"", Trouble.NOT_A_MAIL),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, Trouble.NOT_A_MAIL),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_refused_before_it_costs(name: str) -> None:
    data, trouble = TOO_MUCH[name]
    started = time.monotonic()
    with pytest.raises(UnreadableMail) as refused:
        read_mail(data)
    assert refused.value.trouble is trouble
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "data",
    [
        raw(b"x", more="Subject: " + "a" * 5_000_000 + "\r\n"),
        raw(b"x", more="References: " + "<a@b> " * 500_000 + "\r\n"),
        raw(b"x", more="From: " + "<" * 500_000 + "\r\n"),
        raw(b"x", more="X: y\r\n" * 100_000),
        raw(b"\n" * 900_000, kind="message/delivery-status"),
        raw(b"-" * 5_000_000),
        raw(b"> " * 2_000_000),
        raw(b"2026 :" * 500_000 + b"\n> x"),
        nested(25),
        raw(b"=?utf-8?B?" * 300_000, more="Subject: " + "=?utf-8?B?" * 10_000 + "\r\n"),
    ],
    ids=range(10),
)
def test_large_but_readable_is_read_in_time(data: bytes) -> None:
    started = time.monotonic()
    read_mail(data)
    assert time.monotonic() - started < 4


def test_ten_thousand_enclosures_are_counted_and_some_are_taken() -> None:
    part = b"--b\r\nContent-Disposition: attachment; filename=a.png\r\nContent-Type: image/png\r\n\r\nx\r\n"
    letter = read_mail(raw(part * 10_000 + b"--b--", kind="multipart/mixed; boundary=b"))
    assert (len(letter.enclosures), letter.more_enclosures) == (30, 9_970)


def test_signs_that_steer_the_screen_and_line_breaks_in_headers_are_gone() -> None:
    encoded = base64.b64encode("安全\u202egpj.exe\r\nBcc: all@example.jp\x00".encode()).decode()
    letter = read_mail(raw("a\x00b\u202ec\x1b[2J".encode(), more=f"X-A: b\r\nSubject: =?utf-8?B?{encoded}?=\r\n"))
    assert letter.text == "abc[2J"
    data = mime(subject="x").replace(b"Subject: x", f"Subject: =?utf-8?B?{encoded}?=".encode())
    assert read_mail(data).subject == "安全gpj.exe Bcc: all@example.jp"
