"""sys.exit with text: the text goes to standard error, status 1; finally blocks run."""
import sys
try:
    try: sys.exit("leaving with a message")
    finally: print("finally ran")
finally: print("outer finally")
