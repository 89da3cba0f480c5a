# unterminated triple-quoted string, reported where it starts
x = 1
text = """never
closed

print(text)
