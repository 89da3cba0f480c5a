"""The formats of compression, one module each."""
