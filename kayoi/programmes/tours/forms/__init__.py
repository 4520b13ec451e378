"""Forms of tours."""
