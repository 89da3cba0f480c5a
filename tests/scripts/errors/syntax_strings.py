# wrong and nearly wrong string literals
import warnings
for text in (r"'\d'", r"'\ '", r"'\400'", r"b'\d'", r"b'\777'", r"f'\d{1}'", r"'\N'", r"'\N{}'", r"'\N{NOPE}'", r"'\x'", r"'\x4'", r"b'\x4'", r"'\u12'", r"'\U00110000'", "b'é'", "'a' b'b'", "ur'x'", "f'{1}' b'x'", "bf'x'", "'unterminated", "'''open", "r'\\'", "\"a'", "'a\nb'", "bu'x'"):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try:
            v = eval(text)
            print(text, "->", repr(v), [str(x.message) for x in w])
        except SyntaxError as e:
            print(text, "->", type(e).__name__, e.msg, e.offset)
