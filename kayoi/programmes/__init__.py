"""What a town offers. Programmes do not know each other."""
