"""Changes of tours."""
