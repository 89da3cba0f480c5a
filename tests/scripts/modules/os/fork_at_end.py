# stderr: ignore
"""Once the program ends nothing forks any more."""
import os
import subprocess
import sys


class AtEnd:
    def __del__(self, fork=os.fork, popen=subprocess.Popen, program=sys.executable):
        try:
            fork()
        except PythonFinalizationError as e:
            print(e)
        try:
            popen([program, "-c", ""], preexec_fn=lambda: None)
        except PythonFinalizationError as e:
            print(e)


kept = AtEnd()
print("end of the program")
