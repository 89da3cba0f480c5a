from .. import init_value
