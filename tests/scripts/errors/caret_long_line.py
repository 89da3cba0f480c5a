# long lines, tabs and deep indentation in tracebacks
def f():
    if True:
        if True:
            for _ in range(1):
                    	x = [0]; y = {"some": "dictionary", "with": ["many", "items", "in", "it"], "value": x[0] / x[0], "tail": (1, 2, 3)}; z = 5


f()
