"""Let what begins a transaction travel with its first statement (decision 0043); read moments fast (0044)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg import ClientCursor, Copy, OperationalError, adapters
from psycopg.errors import error_from_result
from psycopg.postgres import types
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

MOMENT = types["timestamptz"].oid


class Cursor(base.CursorMixin, ClientCursor[Any]):
    """A cursor whose first statement in a transaction begins it."""

    wrapper: DatabaseWrapper | None = None  # none while the connection is being set up

    def execute(self, query: Any, params: Any = None, **how: Any) -> Cursor:
        if not (self.wrapper and self.wrapper.beginning):
            super().execute(query, params, **how)
            return self
        if not isinstance(query, str):
            query = query.as_string(self.connection)
        super().execute(f"{self.wrapper.beginning}; {query}", params, **how)
        self.wrapper.beginning = ""  # not before: where the statement was not understood, nothing has begun
        self.set_result(-1)  # what is asked for is the answer to the last one
        return self

    def executemany(self, query: Any, params_seq: Any, **how: Any) -> None:
        self._begin()
        super().executemany(query, params_seq, **how)

    @contextmanager
    def copy(self, *asked: Any, **how: Any) -> Iterator[Copy]:
        self._begin()
        with super().copy(*asked, **how) as copy:
            yield copy

    def _begin(self) -> None:
        if self.wrapper and self.wrapper.beginning:
            super().execute(self.wrapper.beginning)
            self.wrapper.beginning = ""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that stays in autocommit mode and begins its transactions itself, when something is asked.

    The library would send BEGIN alone. Who asks the driver's own connection may stand outside of the transaction.
    Moments are read by the driver itself, as UTC, in which every connection is.
    """

    beginning = ""  # what has to be sent before the next statement

    def get_new_connection(self, conn_params: Any) -> Any:
        made = super().get_new_connection(conn_params)
        made.cursor_factory = Cursor
        made.adapters.register_loader(MOMENT, cast(type, adapters.get_loader(MOMENT, Format.TEXT)))
        self.writer = ClientCursor(made)  # writes values into statements; to make one takes as long as to use it
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor of this side; Django would also put its own reader of moments, ten times as slow."""
        assert name is None, "no cursors on the server: DISABLE_SERVER_SIDE_CURSORS"
        cursor = self.connection.cursor()
        cursor.wrapper = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self.beginning = "BEGIN"

    def _commit(self) -> None:
        if self.connection is not None and self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
            self.ask("COMMIT")

    def ask(self, statement: str) -> PGresult:
        """Send by the driver's lower level and return the last answer; its upper one takes twice as long."""
        with debug_transaction(self, statement), self.wrap_database_errors:
            answer: PGresult = self.connection.pgconn.exec_(statement.encode())
            if self.connection.pgconn.status != ConnStatus.OK:
                raise OperationalError("the connection is lost")
            if answer.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                raise error_from_result(answer)
            return answer

    def _set_autocommit(self, autocommit: bool) -> None:
        self.beginning = ""
        if self.connection.autocommit != autocommit:
            with self.wrap_database_errors:
                self.connection.autocommit = autocommit


def whole_number(statement: str, values: Sequence[Any]) -> int | None:
    """Return the one whole number that a statement answers, or None where that is NULL: the short way to a function."""
    wrapper = _wrapper()
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    wrapper.validate_no_broken_transaction()
    if wrapper.beginning:
        statement = f"{wrapper.beginning}; {statement}"
    with wrapper.wrap_database_errors:
        written = wrapper.writer.mogrify(statement, values)
    answer = wrapper.ask(written)
    wrapper.beginning = ""
    found = answer.get_value(0, 0)
    return None if found is None else int(found)


def begin_with(statement: str) -> None:
    """Let the transaction that was opened just now begin with a statement, in which no % may stand."""
    wrapper = _wrapper()
    assert wrapper.beginning, "the transaction has begun"
    wrapper.beginning += f"; {statement}"


def _wrapper() -> DatabaseWrapper:
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])  # looked up once; `connection` does so at every touch
