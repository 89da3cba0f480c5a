# typographic quotes
print(“hello”)
