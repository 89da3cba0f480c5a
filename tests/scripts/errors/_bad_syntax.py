"""Helper of import_syntax_error."""
x = 1
y = = 2
