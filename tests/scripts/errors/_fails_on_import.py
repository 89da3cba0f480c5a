"""Helper of import_error_traceback."""


def boom():
    return {}["in module"]


VALUE = boom()
