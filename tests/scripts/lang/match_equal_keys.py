"""Mapping patterns refuse literal keys that are equal as keys, whatever their types."""
for keys in ("0: _, False: _", "0: _, 0.0: _", "0: _, 0j: _", "1: _, True: _", "1.5: _, 1.5: _",
             "'a': _, b'a': _", "'a': _, 'a': _", "1: _, 2: _", "None: _, 0: _", "-1: _, -1.0: _"):
    try:
        compile(f"match x:\n    case {{{keys}}}:\n        pass\n", "<test>", "exec")
        print(keys, "| fine")
    except SyntaxError as e:
        print(keys, "|", e.msg)
