# a comma is missing between two elements
values = [1, 2, 3 4, 5]
