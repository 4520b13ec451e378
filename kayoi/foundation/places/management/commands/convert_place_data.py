"""convert_place_data: make data/places anew from collected sources. Needed only when the sources change."""

import gzip
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kayoi.foundation.places.rules import conversion


class Command(BaseCommand):
    help = "地域のデータ(data/places)を、集めた元データのフォルダから作り直します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="元データのフォルダ(municipalities, census などを含む)")
        parser.add_argument("--target", type=Path, default=settings.ROOT / "data" / "places")

    def handle(self, *args: Any, source: Path, target: Path, **options: Any) -> None:
        def read(name: str) -> str:
            if not (source / name).exists():
                raise CommandError(f"元データがありません: {name}")
            return (source / name).read_text(encoding="utf-8-sig")

        definitions = (target / "definitions.csv").read_text()
        made = {what.target: conversion.excerpt(read(what.source), what) for what in conversion.EXCERPTS}
        made["ssdse_a.csv"] = conversion.ssdse_a_excerpt(read("ssdse/SSDSE-A-2026_utf8.csv"), definitions)
        made["ssdse_b.csv"] = conversion.ssdse_b_excerpt(read("ssdse/SSDSE-B-2025_utf8.csv"), definitions)
        made |= conversion.maps(
            read(conversion.BOUNDARIES),
            read("municipalities/municipalities.csv"),
            read("municipalities/prefectures.csv"),
        )
        for name, text in made.items():
            data = text.encode()
            # Without a time and a name inside, the same text always makes the same file.
            data = gzip.compress(data, compresslevel=9, mtime=0) if name.endswith(".gz") else data
            (target / name).write_bytes(data)
            self.stdout.write(f"{name}: {len(data):,} バイト")
