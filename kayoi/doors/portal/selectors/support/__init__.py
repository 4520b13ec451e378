"""What a household may have in the towns it looks at (支援をさがす)."""
