"""Settings of text streams that are of the wrong type; texts with a `replace` of their own."""
import io
t=io.TextIOWrapper(io.BytesIO())
try: del t._CHUNK_SIZE
except AttributeError as e: print(e)
for k in ({'encoding':42},{'encoding':'a\0b'},{'errors':42},{'errors':'a\0b'},{'newline':42},{'newline':'x'},{'encoding':'nope'},{'errors':'nope'}):
    try: t.reconfigure(**k); print('ok',k)
    except Exception as e: print(k, type(e).__name__, e)
class S(str):
    def replace(self,*a): return 5
t=io.TextIOWrapper(io.BytesIO(), newline='\r\n')
try: t.write(S('a\n'))
except Exception as e: print(repr(e))
class S(str):
    def replace(self,*a): return 'seen'
b=io.BytesIO(); t=io.TextIOWrapper(b, newline='\r\n')
print(t.write(S('a\n')), t.write(S('ab'))); t.flush(); print(b.getvalue())
