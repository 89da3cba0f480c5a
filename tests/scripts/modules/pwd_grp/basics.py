"""pwd and grp: root's entries, lookups by number and name, errors."""
import grp, pwd

def fails(what, *args):
    """Call and print the exception, or the result when there is none."""
    try: print("  no error:", what(*args))
    except Exception as e: print(f"  {type(e).__name__}: {e}")

root = pwd.getpwuid(0)
print(root.pw_name, root.pw_uid, root.pw_gid, root[0], len(root), pwd.getpwnam("root") == root, root in pwd.getpwall())
group = grp.getgrgid(0)
print(group.gr_name, group.gr_gid, group == grp.getgrnam(group.gr_name), group in grp.getgrall(), type(group.gr_mem))
for bad in (99999, -1, "a", 1.5):
    fails(pwd.getpwuid, bad)
    fails(grp.getgrgid, bad)
fails(pwd.getpwnam, "no such user")
fails(grp.getgrnam, "no such group")
