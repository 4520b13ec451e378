"""Changes of fairs."""
