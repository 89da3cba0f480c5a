# SystemExit with an object: printed to stderr, status 1
import sys
sys.exit("fatal: something")
