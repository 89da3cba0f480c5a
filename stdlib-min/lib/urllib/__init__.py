"""Addresses of things on the net; see `urllib.parse`."""
