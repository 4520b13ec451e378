"""Changes of ふるさと住民."""
