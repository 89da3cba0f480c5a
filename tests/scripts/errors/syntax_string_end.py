# unterminated string literal
name = "Bob
print(name)
