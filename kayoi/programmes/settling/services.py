"""Changes of settling."""
