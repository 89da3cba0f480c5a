# SystemExit without a code
import sys
print("out")
sys.exit()
