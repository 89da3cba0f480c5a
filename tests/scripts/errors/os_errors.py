# texts of OSError from files
import os
for code in ("open('/nonexistent/x')", "open('/')", "open('.', 'w')", "os.listdir('/nonexistent')", "os.remove('/nonexistent')", "os.mkdir('/')", "os.rmdir('/nonexistent')", "os.chdir('/nonexistent')", "os.rename('/nonexistent', '/x/y')", "os.stat('/nonexistent')", "open('x', 'q')", "open('x', 'rw')", "open('x', 'rb', encoding='utf-8')", "open(b'/nonexistent')", "open(5.5)", "open('')", "open('a\\0b')", "open('x', 'bt')", "os.open('/nonexistent', 0)", "os.listdir('/dev/null')", "open('/dev/null', 'r', -5)", "os.fdopen(9999)", "os.close(9999)", "open('/dev/null', buffering=0)", "open('/dev/null').write('x')", "open('/dev/null', 'w').read()", "os.environ['NOPE']", "os.path.getsize('/nonexistent')", "open(None)", "open(-1)"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(f"{code}: {type(e).__name__}: {e}", getattr(e, "errno", ""), repr(getattr(e, "filename", "")))
f = open("/dev/null")
f.close()
for code in ("f.read()", "f.write('x')", "f.__enter__()", "next(f)", "f.seek(0)", "f.fileno()"):
    try:
        eval(code)
    except ValueError as e:
        print(code, e)
open("/nonexistent/file.txt")
