"""Reads of payee accounts, payments and batches."""
