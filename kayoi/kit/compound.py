"""The container of old Office files and Outlook mails (複合ファイル): its streams, and a new one for a stream.

Source: [MS-CFB] Compound File Binary File Format (Microsoft, open specification), sections 2.2 to 2.6.
"""

import struct
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REGULAR_SECTOR = 0xFFFFFFFA
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_IN_HEADER = 109
_MINI = 64
_DEEPEST = 20
_CUTOFF = 4096  # shorter streams stand in the mini stream


class BrokenContainer(Exception):
    """The container contradicts itself."""


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int
    left: int
    right: int
    child: int


class CompoundFile:
    """The streams of a compound file by name. Raises BrokenContainer where chains run in circles or out of the file."""

    def __init__(self, data: bytes) -> None:
        self._found: dict[str, _Entry] | None = None
        try:
            self._open(data)
        except (struct.error, IndexError) as error:
            raise BrokenContainer from error

    def _open(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenContainer
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._table(self._fat_sectors())
        self._mini_fat = self._table(self._sectors(mini_fat, self._fat))
        self._all = self._entries(directory)
        entries = [entry for entry in self._all if entry]
        self._root = next((entry for entry in entries if entry.kind == _ROOT), None)
        self._mini_stream = self._chain(self._root.start) if self._root else b""
        self._streams = {entry.name: entry for entry in entries if entry.kind == _STREAM}

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all streams, whatever storage they stand in."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream; KeyError when there is none of that name."""
        return self._bytes(self._streams[name])

    def tree(self) -> dict[str, int]:
        """Return the size of every stream by its path: names of storages and of the stream, joined by slashes."""
        return {path: entry.size for path, entry in self._paths().items()}

    def stream_at(self, path: str) -> bytes:
        """Return the bytes of the stream at a path of the tree. Raises KeyError, or BrokenContainer."""
        try:
            return self._bytes(self._paths()[path])
        except (struct.error, IndexError) as error:
            raise BrokenContainer from error

    def _paths(self) -> dict[str, _Entry]:
        """Walk the tree: storages hold their children as a binary tree of numbers. Each entry is visited once."""
        if self._found is not None:
            return self._found
        found: dict[str, _Entry] = {}
        waiting = [(self._root.child, "")] if self._root else []
        seen: set[int] = set()
        while waiting:
            number, before = waiting.pop()
            if number >= len(self._all) or number in seen:
                continue
            seen.add(number)
            if (entry := self._all[number]) is None:
                continue
            waiting += [(entry.left, before), (entry.right, before)]
            if entry.kind == _STORAGE and before.count("/") < _DEEPEST:
                waiting.append((entry.child, f"{before}{entry.name}/"))
            elif entry.kind == _STREAM:
                found[before + entry.name] = entry
        self._found = found
        return found

    def _bytes(self, entry: _Entry) -> bytes:
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        parts = [
            self._mini_stream[number * self._mini_size : (number + 1) * self._mini_size]
            for number in self._sectors(entry.start, self._mini_fat)
        ]
        return b"".join(parts)[: entry.size]

    def _fat_sectors(self) -> list[int]:
        """Return the sectors that hold the table of chains: 109 in the header, the rest in a chain of their own."""
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        (following,) = struct.unpack_from("<I", self._data, 68)
        per_sector = self._size // 4 - 1
        seen = set()
        while following < _LAST_REGULAR_SECTOR:
            if following in seen:
                raise BrokenContainer
            seen.add(following)
            *more, following = struct.unpack(f"<{per_sector + 1}I", self._sector(following))
            numbers += more
        found = [number for number in numbers if number < _LAST_REGULAR_SECTOR]
        # Twice what the file can need: a table that names itself again and again would grow without end.
        if len(found) > 2 * len(self._data) // (self._size * self._size // 4) + _IN_HEADER:
            raise BrokenContainer
        return found

    def _table(self, sectors: list[int]) -> list[int]:
        table: list[int] = []
        for number in sectors:
            table += struct.unpack(f"<{self._size // 4}I", self._sector(number))
        return table

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise BrokenContainer
        # Some writers leave out the padding of the very last sector.
        return self._data[start : start + self._size].ljust(self._size, b"\0")

    def _sectors(self, start: int, table: list[int]) -> list[int]:
        numbers: list[int] = []
        while start < _LAST_REGULAR_SECTOR:
            if len(numbers) > len(table) or start >= len(table):
                raise BrokenContainer
            numbers.append(start)
            start = table[start]
        return numbers

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._sectors(start, self._fat))

    def _entries(self, directory: int) -> list[_Entry | None]:
        raw = self._chain(directory)
        return [self._entry(raw[at : at + 128]) for at in range(0, len(raw), 128)]

    def _entry(self, raw: bytes) -> _Entry | None:
        length, kind, left, right, child = struct.unpack_from("<HBxIII", raw, 64)
        start, size = struct.unpack_from("<II", raw, 116)
        if kind not in (_STORAGE, _STREAM, _ROOT):
            return None
        name = raw[: min(max(0, length - 2), 62)].decode("utf-16-le", errors="replace")
        return _Entry(name, kind, start, size, left, right, child)


def packed(name: str, stream: bytes) -> bytes:
    """Return a compound file that holds this one stream (複合ファイルの組み立て).

    What was checked is handed on in a container of our own making: no chain is followed that we have not followed.
    """
    size = 4096  # version 4: with sectors this large the header has room for the table of any file we accept
    body = stream.ljust(-(-max(len(stream), _CUTOFF) // size) * size, b"\0")
    sectors = len(body) // size
    tables = 1
    while sectors + 2 + tables > tables * size // 4:
        tables += 1
    chain = [*range(1, sectors), _END, _END, _END, *[_TABLE] * tables]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * size, b"\xff")
    places = [*range(sectors + 2, sectors + 2 + tables), *[_FREE] * (_IN_HEADER - tables)]
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<9I", 1, tables, sectors, 0, _CUTOFF, _END, 0, _END, 0)
    header += struct.pack(f"<{_IN_HEADER}I", *places)
    # calamine wants a mini stream in version 4, and is content with one that holds nothing.
    root = _packed_entry("Root Entry", _ROOT, sectors + 1, _MINI, child=1)
    directory = root + _packed_entry(name, _STREAM, 0, len(body))
    return header.ljust(size, b"\0") + body + directory.ljust(size, b"\0") + bytes(size) + table


def _packed_entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE) -> bytes:
    written = f"{name}\0".encode("utf-16-le")
    entry = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, _FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)
