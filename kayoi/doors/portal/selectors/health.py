"""Does the database answer?"""

from django.db import DatabaseError, connection


def database_answers() -> bool:
    """Tell whether the database answers now; a connection that has gone stale is opened anew."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
