"""Shape of events, of what is written down at a stand or from cards, of brochures and who asks for them."""
