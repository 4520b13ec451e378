"""A transaction begins with its first statement, whatever that is; without one, nothing is sent. Moments are UTC."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import sql
from psycopg.pq import TransactionStatus

from kayoi.kit.postgresql.base import begin_with, whole_number

pytestmark = pytest.mark.django_db(transaction=True)
IN, IDLE, FAILED = TransactionStatus.INTRANS, TransactionStatus.IDLE, TransactionStatus.INERROR


def status() -> TransactionStatus:
    return TransactionStatus(connection.connection.info.transaction_status)


@pytest.fixture
def table() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept (number int)")
        yield "kept"
        cursor.execute("DROP TABLE kept")


def numbers() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM kept ORDER BY number")
        return [number for (number,) in cursor.fetchall()]


def by_execute(cursor: Any) -> None:
    cursor.execute("INSERT INTO kept VALUES (%s)", [1])


def by_composed(cursor: Any) -> None:
    cursor.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier("kept"), 1))


def by_many(cursor: Any) -> None:
    cursor.executemany("INSERT INTO kept VALUES (%s)", [[1], [2]])


def by_copy(cursor: Any) -> None:
    with cursor.copy("COPY kept FROM STDIN") as copy:
        copy.write_row([1])


def by_savepoint(cursor: Any) -> None:
    with transaction.atomic():
        by_execute(cursor)


def by_whole_number(cursor: Any) -> None:
    assert whole_number("INSERT INTO kept VALUES (%s) RETURNING number", [1]) == 1


WAYS = [by_execute, by_composed, by_many, by_copy, by_savepoint, by_whole_number]


def test_nothing_is_sent_before_something_is_asked() -> None:
    with transaction.atomic():
        assert status() is IDLE
    assert status() is IDLE


@pytest.mark.parametrize("write", WAYS)
def test_whatever_comes_first_begins_and_is_rolled_back(table: str, write: Callable[[Any], None]) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        with connection.cursor() as cursor:
            write(cursor)
        assert status() is IN
        raise LookupError
    assert (status(), numbers()) == (IDLE, [])


@pytest.mark.parametrize("write", WAYS)
def test_whatever_comes_first_is_committed(table: str, write: Callable[[Any], None]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        write(cursor)
    assert (status(), numbers()[:1]) == (IDLE, [1])


def test_the_answer_is_that_of_what_was_asked() -> None:
    with transaction.atomic():
        begin_with("SELECT set_config('kayoi.person', '7', true)")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('kayoi.person'), %s", [1])
            assert [column.name for column in cursor.description] == ["current_setting", "?column?"]
            assert (cursor.fetchall(), cursor.rowcount) == ([("7", 1)], 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('kayoi.person', true)")
        assert cursor.fetchone() == ("",)


def ask_by_execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def ask_by_whole_number(statement: str) -> None:
    whole_number(statement, [])


@pytest.mark.parametrize("first", ["SELEKT 1", "SELECT 1 / 0"])
@pytest.mark.parametrize("ask", [ask_by_execute, ask_by_whole_number])
def test_what_fails_at_first_lets_nothing_happen_outside(table: str, ask: Callable[[str], None], first: str) -> None:
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            ask(first)
        if status() is FAILED:
            with pytest.raises(DatabaseError), connection.cursor() as cursor:
                by_execute(cursor)
        else:
            with connection.cursor() as cursor:
                by_execute(cursor)
            assert status() is IN
        transaction.set_rollback(True)
    assert (status(), numbers()) == (IDLE, [])


@pytest.mark.parametrize("value", [None, 0, -3, 2**62])
def test_a_whole_number_is_that_of_what_was_asked(value: int | None) -> None:
    with transaction.atomic():
        begin_with("SELECT 5")
        with CaptureQueriesContext(connection) as seen:
            assert whole_number("SELECT %s::bigint", [value]) == value
        assert (status(), len(seen)) == (IN, 1)
    odd = "l'%s 100% \\ 通い"
    assert whole_number("SELECT length(%s)", [odd]) == len(odd)
    assert status() is IDLE


def test_a_whole_number_is_not_asked_for_in_a_transaction_that_failed() -> None:
    with transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic():
            whole_number("SELECT 1 / 0", [])
        assert whole_number("SELECT 7", []) == 7
        with pytest.raises(DatabaseError, match="NUL"):
            whole_number("SELECT length(%s)", ["\0"])
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            whole_number("SELECT 7", [])


@pytest.mark.parametrize(
    "moment",
    [
        None,
        datetime(2026, 11, 25, 9, 30, 0, 123456, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo")),
    ],
)
def test_a_moment_comes_back_as_utc(moment: datetime | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, ARRAY[%s::timestamptz], tstzrange(%s, NULL)", [moment] * 3)
        one, (among_others,), span = cursor.fetchone()
    zones = [] if moment is None else [UTC] * 3
    assert one == among_others == span.lower == moment
    assert [read.tzinfo for read in (one, among_others, span.lower) if read is not None] == zones


@pytest.mark.parametrize("text", ["infinity", "10000-01-01 00:00+00", "0044-03-15 00:00+00 BC"])
def test_a_moment_that_no_clock_shows_is_told(text: str) -> None:
    with connection.cursor() as cursor, pytest.raises(DataError):
        cursor.execute("SELECT %s::timestamptz", [text])
        cursor.fetchone()


def test_a_function_is_asked_within_the_transaction() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.callproc("set_config", ["kayoi.person", "7", True])
        assert (status(), cursor.fetchone()) == (IN, ("7",))


def test_a_beginning_is_not_given_to_one_that_has_begun() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        with pytest.raises(AssertionError):
            begin_with("SELECT 2")


def test_what_the_commit_refuses_is_told_and_nothing_is_kept(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kept ADD UNIQUE (number) DEFERRABLE INITIALLY DEFERRED")
    with pytest.raises(DatabaseError, match="kept_number_key"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES (1), (1)")
    assert (status(), numbers()) == (IDLE, [])


def end_session(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    connection.close()


@pytest.mark.parametrize("then", [lambda: None, lambda: whole_number("SELECT 2", [])])
def test_who_finds_nobody_says_so_and_the_next_transaction_has_a_connection(then: Callable[[], Any]) -> None:
    with pytest.raises(OperationalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with ThreadPoolExecutor(1) as another:
            another.submit(end_session, connection.connection.info.backend_pid).result()
        then()
    connection.close_if_unusable_or_obsolete()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert (status(), cursor.fetchone()) == (IN, (1,))
