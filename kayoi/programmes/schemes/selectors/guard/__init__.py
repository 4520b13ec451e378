"""Reads for the payment guard, and its pages."""
