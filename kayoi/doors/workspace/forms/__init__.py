"""Shape of what staff type."""
