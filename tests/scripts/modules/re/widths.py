# How much text an expression can match, as tools that combine expressions ask for it.
import re
from re import _constants, _parser

for text in ('', 'a', 'abc', 'a*', 'a+', 'a?', 'a{3}', 'a{2,5}', 'a{2,}', 'a{,4}', 'a{', 'a{x}', '(a|bc)', '(ab)*', '(?:a|)', '(?P<n>ab)(?P=n)', r'(ab)\1', r'(a+)\1', '[abc]x',
             '[^]]', '[]a]', r'[\]]', r'\d\w\s', r'\bx\b', '^a$', '.', 'a|b|cde', '(?=ab)c', '(?!ab)c', '(?<=ab)c', '(?<!a)c', '(?i:a)', '(?x: a b # c\n )', '(?#comment)a',
             r'\x41', r'\u0041', r'\U00000041', r'\N{DIGIT ONE}', r'\101', r'\0', '(a)?(?(1)b|cd)', '(a)?(?(1)bcd)', '(?>ab*)', 'a*+', 'a++b', 'a?+', '((a)(b))c', '(?s).', '(?x) a b',
             '(a{2}){3}', '(a*){2}', '(a|b*)c', '(?:a{0})', r'\\', r'\(', r'\.', '(?-i:a)', 'a{1000}', '(?:a{1000}){1000}', r'\Z', r'\z', r'\A'):
    try:
        parsed = _parser.parse(text)
    except re.PatternError as e:
        print(repr(text), 'PatternError')
        continue
    print(repr(text), tuple(map(int, parsed.getwidth())), parsed.state.groups, parsed.state.groupdict)
print(_parser.parse(b'ab+').getwidth()[0], int(_parser.parse('a b', re.VERBOSE).getwidth()[1]), int(_constants.MAXREPEAT), _constants.error is re.error)
for bad in '(', '[a', 'a**', r'\1', '(?P<n', '*':
    try:
        _parser.parse(bad)
        print(bad, 'fine')
    except re.PatternError as e:
        print(bad, e)
