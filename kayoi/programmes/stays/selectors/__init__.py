"""What is read of houses and stays, shaped for pages."""
