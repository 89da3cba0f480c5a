# exception class of the script, shown with its module only when that is not __main__
class AppError(Exception):
    def __str__(self):
        return "custom text\nsecond line"


class Outer:
    class Nested(Exception):
        pass


try:
    raise Outer.Nested("x")
except Exception:
    raise AppError("ignored")
