# output written before the error comes out complete
import sys
sys.stdout.write("no line end")
sys.stderr.write("to stderr ")
print(end=" more")
raise RuntimeError("stop")
