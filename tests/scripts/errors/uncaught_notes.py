# add_note: lines after the message
e = ValueError("main")
e.add_note("first note")
e.add_note("second\nnote of two lines")
raise e
