"""os.reload_environ sees what putenv and unsetenv did behind os.environ; names that no variable may have."""
import os

os.environ["AGAIN"] = "python"
os.putenv("AGAIN", "system")
print(os.environ["AGAIN"], os.environb[b"AGAIN"])
os.reload_environ()
print(os.environ["AGAIN"], os.environb[b"AGAIN"])
os.unsetenv("AGAIN")
print("AGAIN" in os.environ)
os.reload_environ()
print("AGAIN" in os.environ, "PATH" in os.environ)

for f, args in ((os.putenv, ("", "x")), (os.putenv, ("a=b", "x")), (os.unsetenv, ("",)), (os.unsetenv, ("a=b",))):
    try:
        print(f(*args))
    except Exception as e:
        print(f.__name__, args, type(e).__name__, e)
