"""A small IMAP server on a real socket: log-in, EXAMINE, UID SEARCH, UID FETCH. It keeps what was asked."""

import re
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from kayoi.engines.messages.states.incoming import MailboxAddress

USER, PASSWORD = "iju@ina.example", "open sesame"
_ITEM = re.compile(r"BODY\.PEEK\[(HEADER)?\]|RFC822\.SIZE")


@dataclass
class ImapServer:
    """A mailbox that can be filled, renumbered, and made to break."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    asked: list[str] = field(default_factory=list)
    before_fetch: Callable[[int], None] = lambda uid: None

    def __enter__(self) -> Self:
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"box": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> MailboxAddress:
        """Where a client finds it."""
        return MailboxAddress("127.0.0.1", USER, PASSWORD, port=int(self._server.server_address[1]), security="none")

    def add(self, data: bytes) -> int:
        """Let a mail arrive; return its UID."""
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = data
        return uid


class _Handler(socketserver.StreamRequestHandler):
    """One connection."""

    box: ImapServer

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            self.box.asked.append(re.sub(r"LOGIN .*", "LOGIN", line))
            tag, _, rest = line.partition(" ")
            command, _, words = rest.partition(" ")
            try:
                self.say(f"{tag} {self.answer(command.upper(), words)}")
            except ConnectionError:
                return
            if command.upper() == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, command: str, words: str) -> str:
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        if command == "LOGIN" and words not in {f'{USER} "{PASSWORD}"', f'"{USER}" "{PASSWORD}"'}:
            return "NO wrong password"
        if command in {"EXAMINE", "SELECT"}:
            self.say(f"* {len(self.box.mails)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {self.box.validity}] ok")
            self.say(f"* OK [UIDNEXT {max(self.box.mails, default=0) + 1}] ok")
            return "OK [READ-ONLY] done"
        if command == "UID":
            return self.uid(*words.split(" ", 1))
        if command == "LOGOUT":
            self.say("* BYE")
        return "OK done"

    def uid(self, command: str, words: str) -> str:
        if command == "SEARCH":
            least = int(re.findall(r"UID (\d+):\*", words)[0])
            found = [uid for uid in self.box.mails if uid >= least] or sorted(self.box.mails)[
                -1:
            ]  # "9:*" names the last one
            self.say("* SEARCH " + " ".join(map(str, found)))
            return "OK done"
        number, _, items = words.partition(" ")
        uid = int(number)
        if uid in self.box.mails:
            self.box.before_fetch(uid)
            self.fetch(uid, items)
        return "OK done"

    def fetch(self, uid: int, items: str) -> None:
        data = self.box.mails[uid]
        if "RFC822.SIZE" in items:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(data)})")
            return
        if "HEADER" in items:
            data = data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self.wfile.write(f"* 1 FETCH (UID {uid} {_ITEM.findall(items) and 'BODY[]'} {{{len(data)}}}\r\n".encode())
        self.wfile.write(data + b")\r\n")
