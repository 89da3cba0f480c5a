# Without a terminal: what is read from a stream, and who the user is.
# stdin: secret\nnext\n
import getpass
import io
import os
import warnings

for char in '', 'ab', '\n', '\x7f', '\u00e9', 5, b'*':
    try:
        getpass.getpass(echo_char=char)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
out = io.StringIO()
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    print(getpass.fallback_getpass('Word: ', out))
print(repr(out.getvalue()), [(w.category.__name__, str(w.message)) for w in seen])
print(issubclass(getpass.GetPassWarning, UserWarning), getpass.__all__)
for name in 'LOGNAME', 'USER', 'LNAME', 'USERNAME':
    os.environ.pop(name, None)
import pwd
print(getpass.getuser() == pwd.getpwuid(os.getuid()).pw_name)
os.environ['USERNAME'] = 'last'
print(getpass.getuser())
os.environ['USER'] = ''
print(getpass.getuser())
os.environ['LOGNAME'] = 'first'
print(getpass.getuser())
