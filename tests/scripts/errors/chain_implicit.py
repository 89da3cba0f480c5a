# During handling of the above exception
def load(key):
    try:
        return {}[key]
    except KeyError:
        return fallback(key)


def fallback(key):
    return key.nope


load("k")
