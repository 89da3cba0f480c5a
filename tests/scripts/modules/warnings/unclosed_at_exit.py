# flags: -X dev
"""What is still open when the modules go is warned about, at no line of any file."""
import io

kept = io.FileIO(__file__)

class Holder:
    file = None

def reader():
    return Holder.file

Holder.file = io.FileIO(__file__)
print(reader() is Holder.file)
