"""Let what begins a transaction travel with its first statement (decision 0043)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg import ClientCursor, Copy, OperationalError
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus


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
    """

    beginning = ""  # what has to be sent before the next statement

    def get_new_connection(self, conn_params: Any) -> Any:
        made = super().get_new_connection(conn_params)
        made.cursor_factory = Cursor
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = super().create_cursor(name)
        cursor.wrapper = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self.beginning = "BEGIN"

    def _commit(self) -> None:
        """Commit; the driver's own way takes twice as long."""
        if self.connection is None or self.connection.pgconn.transaction_status == TransactionStatus.IDLE:
            return
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
            answer = self.connection.pgconn.exec_(b"COMMIT")
            if self.connection.pgconn.status != ConnStatus.OK:
                raise OperationalError("the connection is lost")
            if answer.status != ExecStatus.COMMAND_OK:
                raise error_from_result(answer)

    def _set_autocommit(self, autocommit: bool) -> None:
        self.beginning = ""
        if self.connection.autocommit != autocommit:
            with self.wrap_database_errors:
                self.connection.autocommit = autocommit


def begin_with(statement: str) -> None:
    """Let the transaction that was opened just now begin with a statement, in which no % may stand."""
    wrapper = cast(DatabaseWrapper, connection)
    assert wrapper.beginning, "the transaction has begun"
    wrapper.beginning += f"; {statement}"
