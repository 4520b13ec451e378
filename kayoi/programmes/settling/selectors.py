"""Reads of settling."""
