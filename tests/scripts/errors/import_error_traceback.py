# an error inside an imported module
def start():
    import _fails_on_import


start()
