"""fcntl.fcntl and fcntl.ioctl: numbers, bytes, and areas that the kernel writes to."""
import array
import fcntl
import os
import struct

FIONREAD = 0x541B


def show(f, *args):
    try:
        print(f.__name__, args[1:], "->", f(*args))
    except Exception as e:
        print(f.__name__, str(args[1:])[:50], type(e).__name__, e)


read, write = os.pipe()
show(fcntl.fcntl, read, fcntl.F_GETFD)
show(fcntl.fcntl, read, fcntl.F_SETFD, 0)
show(fcntl.fcntl, read, fcntl.F_GETFD)
show(fcntl.fcntl, read, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
show(fcntl.fcntl, read, fcntl.F_GETFD, b"0123456789")
show(fcntl.fcntl, read, fcntl.F_GETFD, "abc")
show(fcntl.fcntl, read, fcntl.F_GETFD, b"x" * 1025)
show(fcntl.fcntl, read, fcntl.F_SETFD, 1.5)
show(fcntl.fcntl, read, fcntl.F_SETFD, None)
show(fcntl.fcntl, read, fcntl.F_SETFL, 1 << 40)
show(fcntl.fcntl, read, 999)
show(fcntl.fcntl, read, "x")
show(fcntl.fcntl, "a", 1)
show(fcntl.fcntl, -1, 1)
show(fcntl.fcntl, read)

flags = fcntl.fcntl(read, fcntl.F_GETFL)
fcntl.fcntl(read, fcntl.F_SETFL, flags | os.O_NONBLOCK)
print(os.get_blocking(read))
fcntl.fcntl(read, fcntl.F_SETFL, flags)
print(os.get_blocking(read))

os.write(write, b"seven..")
print(struct.unpack("i", fcntl.ioctl(read, FIONREAD, bytes(4))))
counted = array.array("i", [0])
show(fcntl.ioctl, read, FIONREAD, counted)
print(counted)
counted = array.array("i", [5])
show(fcntl.ioctl, read, FIONREAD, counted, False)
print(counted)
show(fcntl.ioctl, read, FIONREAD, "abcd")
show(fcntl.ioctl, read, FIONREAD, 1.5)
show(fcntl.ioctl, read, FIONREAD, 8)
show(fcntl.ioctl, read, 1, b"x" * 1025)
show(fcntl.ioctl, read, 1 << 33, 0)
show(fcntl.ioctl, read, -1)
