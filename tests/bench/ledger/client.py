"""Clients in one process: python -m tests.bench.ledger.client SIDE NAME THREADS; or SIDE alone: fill.

Each line on the way in, `LINES SECONDS`, asks for transfers among so many budget lines, or bookings
among so many units; the way out gives how many.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

import django

from tests.bench.ledger.sides import FILLS, PAYS, Pay
from tests.bench.reservations.sides import BOOKS


def pay_for(seconds: float, lines: int, pay: Pay, chance: Random) -> int:
    """Pay until the time is over; return how often."""
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        pay(lines, chance)
        done += 1
    return done


def serve(side: str, name: str, threads: int) -> None:
    """Do what the lines ask for, in so many threads that keep their connections."""
    pays = [(PAYS | BOOKS)[side](f"{name}-{number}") for number in range(threads)]
    chances = [Random(f"{name}-{number}") for number in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for asked in sys.stdin:
            lines, seconds = asked.split()
            jobs = zip(pays, chances, strict=True)
            done = [pool.submit(pay_for, float(seconds), int(lines), pay, chance) for pay, chance in jobs]
            sys.stdout.write(f"{sum(one.result() for one in done)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    if len(sys.argv) == 2:
        FILLS[sys.argv[1]]()
    else:
        serve(sys.argv[1], sys.argv[2], int(sys.argv[3]))
