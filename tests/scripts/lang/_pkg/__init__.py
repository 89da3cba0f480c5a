"""package"""
init_value = "from init"


def __getattr__(name):
    if name == "lazy_attr":
        return "lazy " + __name__
    raise AttributeError(f"module has no {name}")
