"""Forms of ふるさと住民."""
