# a backslash that is not the end of the line
x = 1 + \ 2
