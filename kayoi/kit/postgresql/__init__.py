"""Django's backend for PostgreSQL, with one way there and back less for each transaction."""
