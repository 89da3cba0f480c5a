# wrong and nearly wrong numeric literals
for text in ("01", "1__0", "1_", "0x", "0b", "0o", "0b2", "0o8", "0xg", "1e", "1e+", "1.5.5", "1_.5", "0_7", "0b_", "_1", "1a", "1.a", "0x1g", "1ee1", "1e5.5", "0777", "00000", "0_000", "1L", "1jj", "0b1.5", "0xf.p", "1 2", "0b12", "0o18", "1__0.0", "1._5", "1.5_", "1e_5", "0XF", "0B1", "0O7", "12abc", "1_000_", "5in [5]", "1or 0", "0x_", "0x__1", "08", "09.5", "089", "0123_4"):
    import warnings
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try:
            r = repr(eval(text)) + " " + "; ".join(str(x.message) for x in w)
        except SyntaxError as e:
            r = f"{e.msg} {e.offset}"
        except (NameError, AttributeError) as e:
            r = f"{type(e).__name__} {e}"
    print(f"{text:8}", r)
