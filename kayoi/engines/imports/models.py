"""Rows of imports."""
