# what except* leaves over
try:
    raise ExceptionGroup("g", [ValueError("v"), KeyError("k"), ExceptionGroup("h", [KeyError("deep"), TypeError("t")])])
except* KeyError as e:
    print("handled", len(e.exceptions))
