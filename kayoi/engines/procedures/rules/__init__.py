"""Decisions and words about procedures and applications, on plain values."""
