# string and bytes literals of every kind
print('single', "double", '''triple ' " ''', """triple " ' """, 'a' 'b' "c", ('x'
      'y'))
print('\a\b\t\n\v\f\r'.encode(), '\\ \' \"', '\0 \01 \012 \101'.encode(), '\x41 \u0041 \U00000041 \N{LATIN SMALL LETTER E WITH ACUTE}')
print('line \
continued', '''a
b''', """\
no first newline""", 'tab	inside')
print(r'\n \' \x', r"\"", r'\\', R'\d', b'bytes \x41 \n', rb'\x41', Rb'\q', bR"\\", B'x', br'''a\
b''', u'unicode', U"x")
print(len('\x00'), len('é'), len('😀'), len('e\u0301'), '\ud800'.encode('utf-8', 'surrogatepass'), '\N{SNOWMAN}', '\N{snowman}', "\N{GREEK SMALL LETTER ALPHA}")
print(repr('\'"'), repr("'"), repr('"'), repr('\n\t\\\r'), repr('\x00\x1f\x7f\x80\xa0\xad'), repr('é😀\u200b\ue000'), repr('\ud800'))
print(repr(b'\'"'), repr(b"'"), repr(b'\x00\xff~\n'), repr(b""), ascii('é😀\x80'))
print('' '' "", b'' b'a' b"b", 'con' f'{1}' 'cat', '"' "'", """"x" """, '''\'''', "\"\"")
print("café", 'naïve'.upper(), "日本語", "ß".upper(), "ﬁ".upper(), 'Ω'.lower(), "İ".lower().encode())
print('''nested "double" and 'single' ''', """she said "hi\"""")
print("\1012", "\08".encode(), "\377", '\x7fabc'.encode())
