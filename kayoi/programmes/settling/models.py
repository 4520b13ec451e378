"""Rows of settling."""
