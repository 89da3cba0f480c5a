# an error inside an f-string
value = 5
print(f"value is {value + } now")
