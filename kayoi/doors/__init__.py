"""Who comes in: the public, staff, and the demonstration."""
