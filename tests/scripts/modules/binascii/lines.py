# Lines of uuencoded text; base 64 in the strict mode.
import binascii


def call(f, *args, **kwargs):
    try:
        print(f.__name__, args, kwargs, f(*args, **kwargs))
    except Exception as e:
        print(f.__name__, args, kwargs, type(e).__name__, e)


for data in b'', b'x', b'xy', b'xyz', b'\0Cat', bytes(range(45)), bytes(range(46)), b'\0' * 5:
    call(binascii.b2a_uu, data)
    call(binascii.b2a_uu, data, backtick=True)
    if len(data) < 46:
        print(binascii.a2b_uu(binascii.b2a_uu(data)) == binascii.a2b_uu(binascii.b2a_uu(data, backtick=1)) == data)
for text in b'', b' ', b'`\n', b'\x7f', b'\x80', b'\xff', b'\xff\0', b'!!!!', b'#86)C', b'#86)C\n#86)C', b'#86\n)C', b'$`$-A=```\n', b'!a', '#86)C', '\u00e9', b'!  \r\n', 5:
    call(binascii.a2b_uu, text)
call(binascii.b2a_uu, b'', True)
call(binascii.b2a_uu, 'x')
try:
    binascii.b2a_hex(memoryview(b'abcd')[::2])
except BufferError as e:
    print(e)
for text in (b'ab===', b'ab====', b'ab==:', b'abc=a', b'abc=:', b'ab==\n', b'abc==', b'\nab==', b'a\nb==', b'=', b'===', b'ab=c=', b'ab=ab==', b'abcd=', b'abcd===', b'ab==c=',
             b'ab==cd', b'abc=d', b'ab', b'ab=', b'abc', b'a', b'a=', b'a===', b'abcda=', b'abcdab=', b'abcd', b'ab==', b'', b'a=b=', b'abcd=a', b'A\tB\nC ??DE', b'a=bcd'):
    call(binascii.a2b_base64, text)
    call(binascii.a2b_base64, text, strict_mode=True)
