# Where the carets of a SyntaxError stand when its offsets do not fit the line.
import traceback

for place in ((1, 2, 'abcdefg', 1, 7), (1, 2, 'abcdefg', 1, -2), (1, 4, 'abcdefg', 1, 2), (1, 2, 'abcdefg', 1, 100),
              (1, 0, 'abcdefg', 1, 5), (1, 20, 'abcdefg', 1, 30), (1, 2, '  abcdefg', 2, 3), (1, -1, 'abc', 1, -1),
              (1, 3, 'abc\n', 1, 0), (1, 8, 'abcdefg\n', 1, 9), (1, 3, '\tabc', 1, 4), (1, 1, '', 1, 2)):
    print(place)
    print(''.join(traceback.format_exception_only(SyntaxError('bad', ('f.py',) + place))))
for text in ('return "ä"', 'nonlocal é, ü', 'f(éé=1, éé=2)', 'é = 1; break'):
    try:
        compile(text, 'x', 'exec')
    except SyntaxError as e:
        print(e.offset, e.end_offset, e.text)
