"""Pages of ふるさと住民."""
