# flags: -m pdb
# args: _debugged/chain.py one
# stdin: l\nb risky\nb gen\ntbreak 18\nb\ns\nn\nunt 19\nc\ncommands 1\nsilent\np n\nc\ncommands 2\np 'in gen'\nend\nc\nn\ns\ns\ns\ns\nc\nc\nw 2\nexceptions\nexceptions 0\nl\nu\nu\nexceptions 1\nexceptions 5\nexceptions x\nll\nj 3\nrestart two 'three four'\nc\np __name__, __file__[-4:]\nj 17\nj 21\nj 19\nl\nq\n
# stderr: ignore
"""A program under `python -m pdb`, which is the file that the arguments name: stops, a chain of exceptions, a new start."""
