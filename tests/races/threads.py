"""Run something in many threads at once, each with a connection of its own."""

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(count: int, do: Callable[[int], T]) -> list[T | Exception]:
    """Call `do(number)` in that many threads that start together; return what each gave back or raised."""
    ready, results = threading.Barrier(count), dict[int, T | Exception]()

    def run(number: int) -> None:
        try:
            ready.wait()
            results[number] = do(number)
        except Exception as error:  # what was raised is the result
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[number] for number in range(count)]
