# a misspelled def
asynch def f():
    pass
