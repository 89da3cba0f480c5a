"""Users, groups, priorities: what can be asked for, set to what it is, and what is refused."""
import os
import tempfile


def show(f, *args):
    try:
        print(f.__name__, str(args)[:40], f(*args))
    except (TypeError, ValueError, OverflowError, OSError) as e:
        print(f.__name__, str(args)[:40], type(e).__name__, e)


print(os.getresuid() == (os.getuid(), os.geteuid(), os.geteuid()), os.getresgid() == (os.getgid(), os.getegid(), os.getegid()))
os.setuid(os.getuid())
os.setgid(os.getgid())
os.seteuid(os.geteuid())
os.setegid(os.getegid())
os.setreuid(-1, -1)
os.setregid(-1, -1)
os.setresuid(-1, -1, -1)
os.setresgid(-1, -1, -1)
for f in (os.setuid, os.setgid):
    for wrong in ("x", -2, 1.5, None):
        show(f, wrong)
show(os.setreuid, 1)
for wrong in ("x", [1, "a"], 5, range(70000)):
    show(os.setgroups, wrong)

print(os.getpriority(os.PRIO_PROCESS, 0) == os.nice(0))
os.setpriority(which=os.PRIO_PROCESS, who=0, priority=os.getpriority(which=os.PRIO_PROCESS, who=0))
show(os.getpriority, 9, 0)
show(os.setpriority, 9, 0, 0)

with tempfile.TemporaryDirectory() as folder:
    link = os.path.join(folder, "link")
    os.symlink("nowhere", link)
    print(os.lchown(link, os.getuid(), -1))
    with open(os.path.join(folder, "file"), "w") as file:
        print(os.fchown(file.fileno(), -1, os.getgid()))

child = os.fork()
if child == 0:
    os.setpgrp()
    os._exit(os.getpgid(0) != os.getpid())
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
