"""Messages made from their contents, one class for each kind."""
