"""Changes of appointments."""
