"""Refunds as pages and services read them."""
