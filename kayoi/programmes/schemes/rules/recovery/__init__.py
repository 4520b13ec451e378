"""Refunds: what the frozen rule says, who may decide, parts, being late, what is due."""
