"""Where texts end inside a string, and inside an escape."""
import json

for text in (r'"\u0041', r'"\u004', r'"\u', r'"\ud834\u', r'"\ud834\udd1', r'"\ud834\udd1"', r'"\u12"', r'"\uzzzz"',
             r'"\ud834\u0041', r'"\ud834\ud', r'"\ud834\udd1e', r'{"a": "\u0041', '"spam', '"'):
    try:
        print(text, ascii(json.loads(text)))
    except ValueError as e:
        print(text, e)
