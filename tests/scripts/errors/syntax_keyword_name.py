# a keyword as a name
class = "first"
