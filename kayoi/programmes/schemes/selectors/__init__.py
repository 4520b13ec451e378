"""What is read about applications in procedures that the town has opened, for pages."""
