# a misspelled keyword at the start of a statement
whille True:
    pass
