"""Rows of fairs."""
