"""What is read of houses and stays."""
