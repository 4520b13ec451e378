"""Decisions of imports on plain values."""
