"""Shape of what people send about houses."""
