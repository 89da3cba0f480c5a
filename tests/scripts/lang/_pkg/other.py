name = __name__
__all__ = ["listed"]
listed = "listed"
unlisted = 1
