# nonlocal declaration without a binding
def outer():
    def inner():
        nonlocal missing
        missing = 1
    inner()
