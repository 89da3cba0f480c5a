"""Helper of suggest_import."""
public = 1
