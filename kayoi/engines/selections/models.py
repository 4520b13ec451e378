"""Rows of selections."""
