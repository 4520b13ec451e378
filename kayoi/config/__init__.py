"""How an installation is put together: settings, roles, URLs, start and verification."""
