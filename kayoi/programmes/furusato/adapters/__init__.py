"""Where furusato meets others."""
