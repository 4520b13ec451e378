"""What is decided and calculated about places, on plain values."""
