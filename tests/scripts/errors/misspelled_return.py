# a misspelled keyword inside a function
def f(x):
    if x:
        retrun x
