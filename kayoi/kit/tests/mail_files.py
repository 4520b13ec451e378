"""Mails for tests: MIME by the standard library, and .msg files as Outlook lays them out."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

Tree = Mapping[str, "bytes | Tree"]


def mime(
    *,
    subject: str = "雪について",
    sender: str = "山田 花 <hana@example.jp>",
    to: str = "iju@ina.example",
    text: str = "雪はどのくらい積もりますか。",
    message_id: str = "<m1@example.jp>",
    headers: Mapping[str, str] | None = None,
    enclosures: Mapping[str, tuple[bytes, str]] | None = None,
    date: str = "Thu, 19 Nov 2026 20:15:00 +0900",
) -> bytes:
    """Return a mail as a mail program writes it."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"], mail["Date"] = subject, sender, to, date
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    for name, (data, kind) in (enclosures or {}).items():
        main, _, sub = kind.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


@dataclass
class Msg:
    """A mail in Outlook. `unicode=False` writes texts in the code page of Japanese Windows."""

    subject: str = "雪について"
    body: str = "雪はどのくらい積もりますか。"
    html: str = ""
    sender_name: str = "山田 花"
    sender_smtp: str = "hana@example.jp"
    sender: str = "hana@example.jp"
    to: str = "移住窓口"
    headers: str = ""
    sent_at: datetime | None = datetime(2026, 11, 19, 11, 15, tzinfo=UTC)
    message_id: str = "<m1@example.jp>"
    in_reply_to: str = ""
    unicode: bool = True
    files: Mapping[str, bytes | None] = field(default_factory=dict)

    def written(self) -> bytes:
        """Return the file."""
        texts = {
            0x0037: self.subject, 0x1000: self.body, 0x0C1A: self.sender_name, 0x0C1F: self.sender,
            0x5D01: self.sender_smtp, 0x0E04: self.to, 0x007D: self.headers, 0x1035: self.message_id,
            0x1042: self.in_reply_to,
        }  # fmt: skip
        tree: dict[str, bytes | Tree] = self._texts(texts)
        fixed = struct.pack("<IIII", 0x3FFD0003, 6, 932, 0)
        if self.html:
            tree["__substg1.0_10130102"] = self.html.encode("cp932")
            fixed += struct.pack("<IIII", 0x3FDE0003, 6, 932, 0)
        if self.sent_at:
            ticks = int((self.sent_at - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            fixed += struct.pack("<IIQ", 0x00390040, 6, ticks)
        tree["__properties_version1.0"] = bytes(32) + fixed
        for number, (name, data) in enumerate(self.files.items()):
            inner = self._texts({0x3707: name})
            inner["__properties_version1.0"] = bytes(8) + struct.pack("<IIII", 0x37050003, 6, 1 if data else 5, 0)
            if data is not None:
                inner["__substg1.0_37010102"] = data
            else:
                inner["__substg1.0_3701000D"] = {"__properties_version1.0": bytes(24)}
            tree[f"__attach_version1.0_#{number:08X}"] = inner
        tree["__recip_version1.0_#00000000"] = self._texts({0x3001: self.to})
        return container(tree)

    def _texts(self, texts: Mapping[int, str]) -> dict[str, "bytes | Tree"]:
        kind, codec = ("001F", "utf-16-le") if self.unicode else ("001E", "cp932")
        return {f"__substg1.0_{number:04X}{kind}": text.encode(codec) for number, text in texts.items() if text}


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    start: int = _END
    right: int = _FREE
    child: int = _FREE


def container(tree: Tree) -> bytes:
    """Return a compound file with storages in storages; short streams stand in the mini stream."""
    entries = [_Entry("Root Entry", 5)]
    _add(tree, entries, entries[0])
    sectors: list[bytes] = []
    chains: list[int] = []
    mini, mini_chains = b"", []
    for entry in entries:
        if entry.kind != 2:
            continue
        if len(entry.data) >= _CUTOFF:
            entry.start = _lay(entry.data, sectors, chains)
        elif entry.data:
            entry.start, count = len(mini) // _MINI, -(-len(entry.data) // _MINI)
            mini += entry.data.ljust(count * _MINI, b"\0")
            mini_chains += [*range(entry.start + 1, entry.start + count), _END]
    entries[0].data = mini
    entries[0].start = _lay(mini, sectors, chains) if mini else _END
    directory = _lay(b"".join(map(_written, entries)), sectors, chains)
    mini_table = _lay(struct.pack(f"<{len(mini_chains)}I", *mini_chains), sectors, chains) if mini_chains else _END
    tables = 1
    while len(sectors) + tables > tables * 128:
        tables += 1
    places = [*range(len(sectors), len(sectors) + tables)]
    chains += [_FAT] * tables
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, directory, 0, _CUTOFF, mini_table, 1, _END, 0)
    header += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    return header + b"".join(sectors) + table


def _add(tree: Tree, entries: list[_Entry], parent: _Entry) -> None:
    last: _Entry | None = None
    for name, inner in tree.items():
        entry = _Entry(name, 2, inner) if isinstance(inner, bytes) else _Entry(name, 1)
        number = len(entries)
        entries.append(entry)
        if last is None:
            parent.child = number
        else:
            last.right = number
        last = entry
        if not isinstance(inner, bytes):
            _add(inner, entries, entry)


def _lay(data: bytes, sectors: list[bytes], chains: list[int]) -> int:
    start, count = len(sectors), -(-len(data) // _SECTOR)
    data = data.ljust(count * _SECTOR, b"\0")
    sectors += [data[at : at + _SECTOR] for at in range(0, len(data), _SECTOR)]
    chains += [*range(start + 1, start + count), _END]
    return start


def _written(entry: _Entry) -> bytes:
    raw = (entry.name + "\0").encode("utf-16-le")
    tree = struct.pack("<BBIII", entry.kind, 1, _FREE, entry.right, entry.child)
    head = raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + tree + bytes(36)
    return head + struct.pack("<IQ", entry.start, len(entry.data))
