"""Forms and refusals of trial stays."""
