"""A traceback can be printed while the interpreter ends; a coroutine is reported even if the report fails."""
import sys
import traceback
import warnings


class Late:
    def __init__(self):
        try:
            1 / 0
        except ZeroDivisionError as error:
            self.error = error
            self = None

    def __del__(self):
        traceback.print_exception(self.error, file=sys.stdout)


late = Late()


async def never():
    pass


warnings._warn_unawaited_coroutine = lambda c: 1 / 0
sys.unraisablehook = lambda u: print(u.err_msg.split(' <')[0], u.exc_type.__name__)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    c = never()
    del c
print([str(w.message) for w in caught])
