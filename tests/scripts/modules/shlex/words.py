# Words of command lines: every kind of quoting in every mode.
import io
import shlex

for s in ["a b 'c d' \"e f\\\"g\" h\\ i","a'b'c","a # c","'' x","a\\\nb","foo#bar","a;b|c&&d >e","\u00e9 x","--x='y z'","a&&b||c;d  (e) >f","~/x.y *.c","x=1;y","a '' b","\"\\$x\" '\\'","#c\nd","a\n#b\nc","','","a,b"]:
    for k in ({},dict(posix=True),dict(punctuation_chars=True),dict(posix=True,punctuation_chars=True),dict(punctuation_chars='|x')):
        try:
            l=shlex.shlex(s,**k); print(repr(s),k,list(l), l.lineno)
        except ValueError as e: print(repr(s),k,e)
        try:
            l=shlex.shlex(s,**k); l.whitespace_split=True; print(list(l), l.lineno)
        except ValueError as e: print(repr(s),k,e)
    for k in ({},dict(comments=True),dict(posix=False)):
        try: print(shlex.split(s,**k))
        except ValueError as e: print(e)
for s in ["'abc","\"abc","abc\\"]:
    for p in (True,False):
        try: print(shlex.split(s,posix=p))
        except Exception as e: print(repr(e))
for s in ['','a','a b',"it's",'a"b','$x','\u00e9','a\nb','a:b@c%d']: print(shlex.quote(s))
print(shlex.join(['a','b c',"d'e"]))
for f in (lambda: shlex.split(None), lambda: shlex.quote(1), lambda: shlex.quote(b''), lambda: shlex.quote(None)):
    try: f()
    except Exception as e: print(repr(e))
l=shlex.shlex('a include b'); l.source='include'
l.sourcehook=lambda f:(f,io.StringIO('x y'))
print(list(l)); print(l.error_leader('f',3)); l.push_token('z'); print(l.get_token(), repr(l.get_token()))
