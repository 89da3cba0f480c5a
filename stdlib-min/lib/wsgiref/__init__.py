"""WSGI (PEP 3333): between servers and applications.

An application is called with a dict of the request and a function that begins the answer; it returns the pieces of the body.
`simple_server` is a server, `handlers` run an application anywhere else, `validate` checks both sides.
"""
