"""Decisions of tours on plain values."""
