"""Nothing: start and end of the interpreter, and the memory that it begins with."""
