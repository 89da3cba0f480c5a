# Letters that differ in case only, by way of third ones.
import re

PAIRS = ['K\u212a', 'k\u212a', 'S\u017f', 's\u017f', '\u0412\u1c80', '\u0432\u1c80', '\ufb05\ufb06', '\u0345\u03b9', '\u1fbe\u0345',
         '\u03b9\u1fbe', '\u0390\u1fd3', '\u03b0\u1fe3', 'i\u0131', 'I\u0130', '\u00b5\u03bc', '\u00df\u1e9e', '\u01c4\u01c5']
for a, b in PAIRS:
    answers = []
    for x, y in ((a, b), (b, a)):
        for pattern in (x, f'[{x}]', f'[{x}-{chr(ord(x) + 1)}]', f'[^{x}]', f'[^{x}-{chr(ord(x) + 1)}]', f'({x})\\1'):
            answers.append(bool(re.match(pattern, y, re.I)))
    print(ascii(a + b), ''.join('01'[x] for x in answers))
    print(bool(re.match(a, b, re.I | re.A)), bool(re.match(f'[{a}-{chr(ord(a) + 1)}]', b, re.I | re.A)))

# Looking far behind takes one step back per character, once.
text = 'x' * 300_000
print(re.search('(?<=(.{64}){64}.{64})', text).span(), re.search('(?<=.{200000})x', text).span())
text = '\u00e4' * 30_000
print(re.search('(?<=.{20000})\u00e4', text).span(), re.search('(?<!.{20000})\u00e4', text).span())
