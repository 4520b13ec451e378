"""python -m tests.proof.racing fill, or lapse, or NAME THREADS: people who ask until they are killed."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.proof.racing.people import fill, lapse, race

    if sys.argv[1] in {"fill", "lapse"}:
        {"fill": fill, "lapse": lapse}[sys.argv[1]]()
    else:
        race(sys.argv[1], int(sys.argv[2]))
