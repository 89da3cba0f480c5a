# an exception raised in an except* block is merged with the rest
try:
    raise ExceptionGroup("g", [ValueError("v"), KeyError("k")])
except* ValueError as e:
    raise RuntimeError("while handling")
