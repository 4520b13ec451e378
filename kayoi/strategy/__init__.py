"""What it adds up to: figures counted from recorded events."""
