"""fork, waitpid, pipes, signals, exec, exit codes, environment of children, at-fork functions."""
import os, signal, sys

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

sys.stdout.flush()
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.close(r)
    os.write(w, b"from the child")
    os._exit(7)
os.close(w)
text = b""
while part := os.read(r, 100): text += part
os.close(r)
done, status = os.waitpid(pid, 0)
print(text, done == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))
pid = os.fork()
if pid == 0:
    signal.pause()
    os._exit(0)
os.kill(pid, signal.SIGTERM)
_, status = os.waitpid(pid, 0)
print(os.WIFSIGNALED(status), os.WTERMSIG(status) == signal.SIGTERM, os.waitstatus_to_exitcode(status))
fails(os.waitpid, -1, os.WNOHANG)
fails(os.kill, 2**31 - 1, 0)
fails(os.kill, os.getpid(), 999)
fails(os.kill, "a", 1)
fails(os.waitstatus_to_exitcode, "a")
fails(os.execv, "/no/such/program", ["x"])
fails(os.execv, "/bin/true", [])
fails(os.execv, "/bin/true", "text")
fails(os.execve, "/bin/true", ["true"], {"A=B": "x"})
os.environ["PROCESSES_TEST"] = "set here"
pid = os.fork()
if pid == 0:
    try: os.execvp("sh", ["sh", "-c", 'test "$PROCESSES_TEST" = "set here" && exit 4'])
    finally: os._exit(99)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
pid = os.fork()
if pid == 0:
    try: os.execve("/bin/sh", ["sh", "-c", 'exit ${#ONLY}'], {"ONLY": "four"})
    finally: os._exit(99)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(os.system("exit 3") >> 8, os.spawnvp(os.P_WAIT, "sh", ["sh", "-c", "exit 5"]))
order = []
os.register_at_fork(before=lambda: order.append("before"), after_in_parent=lambda: order.append("parent"),
                    after_in_child=lambda: order.append("child"))
pid = os.fork()
if pid == 0: os._exit(len(order) * 10 + (order[-1] == "child"))
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), order)
fails(os.register_at_fork)
fails(os.register_at_fork, before=5)
print(os.getpid() > 0, os.getppid() > 0, os.getuid() == os.geteuid(), os.getgid() >= 0, os.getpgid(0) == os.getpgrp())
print(len(os.sched_getaffinity(0)) >= 1, len(os.urandom(16)), os.urandom(0), os.umask(os.umask(0o22)) == 0o22)
fails(os.urandom, -1)
import threading
threading.Thread(target=lambda: order.append("thread")).start()
import subprocess
print(subprocess.run(["sh", "-c", "exit 9"]).returncode, subprocess.check_output(["echo", "x"]), order[-1])
print(subprocess.run(["true"], preexec_fn=lambda: None).returncode)
fails(subprocess.run, ["/no/such/program"])
fails(subprocess.run, ["true"], cwd="/no/such/folder")
