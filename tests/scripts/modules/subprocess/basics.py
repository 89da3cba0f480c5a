"""subprocess: run, pipes, errors, timeouts, environment, Popen, with the shell's own tools."""
import subprocess as sp, sys

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

r = sp.run(["echo", "hello", "é"], capture_output=True, text=True)
print(r, r.stdout, r.stderr, r.returncode, r.args, r.check_returncode())
print(
    sp.run("echo $((1+2)); echo err >&2; exit 3", shell=True, capture_output=True),
    sp.run(["cat"], input=b"bytes", capture_output=True).stdout,
    sp.run(["tr", "a-z", "A-Z"], input="text\n", text=True, stdout=sp.PIPE).stdout
)
print(
    sp.check_output(["printf", "a\\nb"], text=True),
    sp.check_output("echo both; echo e >&2", shell=True, stderr=sp.STDOUT), sp.call(["true"]), sp.call(["false"]),
    sp.check_call(["true"]), sp.getoutput("echo out"), sp.getstatusoutput("exit 4"),
    sp.run(["sh", "-c", "echo $V"], env={"V": "from env", "PATH": "/usr/bin:/bin"}, capture_output=True, text=True).stdout,
    sp.run(["pwd"], cwd="/", capture_output=True).stdout, sp.run(["echo", "x"], stdout=sp.DEVNULL).stdout,
    sp.run(["cat"], stdin=sp.DEVNULL, capture_output=True).stdout
)
p = sp.Popen(["cat"], stdin=sp.PIPE, stdout=sp.PIPE, text=True)
print(
    p.poll(), p.communicate("through cat"), p.returncode, p.wait(), p.poll(), p.args,
    repr(p).startswith("<Popen: returncode: 0 args: ['cat']>")
)
with sp.Popen(["sh", "-c", "read a; echo got $a; exit 5"], stdin=sp.PIPE, stdout=sp.PIPE) as p:
    p.stdin.write(b"line\n")
    p.stdin.flush()
    print(p.stdout.readline())
print(p.returncode, p.stdin.closed)
p = sp.Popen(["sleep", "30"])
p.terminate()
print(p.wait())
p = sp.Popen(["sleep", "30"])
p.kill()
print(p.wait(), p.send_signal(0))
a = sp.Popen(["printf", "3\\n1\\n2\\n"], stdout=sp.PIPE)
b = sp.Popen(["sort"], stdin=a.stdout, stdout=sp.PIPE)
a.stdout.close()
print(b.communicate()[0], a.wait())
try: sp.run(["false"], check=True)
except sp.CalledProcessError as e: print(e, e.returncode, e.cmd, e.output, repr(e))
try: sp.run("echo part; exit 2", shell=True, check=True, capture_output=True, text=True)
except sp.CalledProcessError as e: print(e, e.stdout, e.stderr)
try: sp.run(["sleep", "30"], timeout=0.05)
except sp.TimeoutExpired as e: print(e, e.cmd, e.timeout, e.output)
try: sp.run(["sh", "-c", "kill -9 $$"], check=True)
except sp.CalledProcessError as e: print(e)
fails(sp.run, ["no-such-program-here"])
fails(sp.run, ["echo"], cwd="/no/such")
fails(sp.run, [])
fails(sp.run, ["/"])
fails(sp.run, [5])
fails(sp.run, ["cat"], input="text")
fails(sp.run, ["cat"], input=b"x", stdin=sp.PIPE)
fails(sp.run, ["echo"], capture_output=True, stdout=sp.PIPE)
fails(sp.check_output, ["echo"], stdout=sp.PIPE)
fails(sp.Popen, ["echo"], bufsize="a")
fails(sp.run, ["echo", "a\0"])
fails(sp.Popen, ["echo"], encoding="utf-8", text=False, stdout=9999)
print(
    sp.list2cmdline(["a b", 'c"d', ""]),
    sp.run(["printf", "a\\r\\nb"], capture_output=True, text=True).stdout == "a\nb",
    sp.run(["sh", "-c", "exit 7"], check=False).returncode
)
