"""Encrypted connections, which need a module `ssl`. There is none: whoever asks for one is told so."""

ssl = None


class SSLProtocol:
    """Would stand between a socket's transport and the program's protocol."""

    def __init__(self, *args, **kwargs):
        raise RuntimeError('stdlib ssl module not available')
