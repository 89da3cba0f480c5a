# NameError at module level
total = 5
print(totl)
