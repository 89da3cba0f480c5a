# Settings of terminals: read, changed, restored, on a pair made here; what is no terminal.
import os
import termios
import tty


def refused(f, *args):
    try:
        print('fine', f(*args))
    except Exception as e:
        print(type(e).__name__, e, e.args if isinstance(e, termios.error) else '')


master, slave = os.openpty()
print(os.isatty(master), os.isatty(slave), os.get_inheritable(slave))
before = termios.tcgetattr(slave)
print(len(before), [type(x).__name__ for x in before], len(before[6]) == termios.NCCS, before[6][termios.VINTR], before[6][termios.VEOF], before[3] & termios.ECHO != 0,
      before[4] == before[5] == termios.B38400)
new = termios.tcgetattr(slave)
new[3] &= ~termios.ECHO
new[6][termios.VINTR] = b'\x05'
new[4] = new[5] = termios.B9600
termios.tcsetattr(slave, termios.TCSANOW, new)
after = termios.tcgetattr(slave)
print(after[3] & termios.ECHO, after[6][termios.VINTR], after[4] == after[5] == termios.B9600, after[:3] == new[:3])
os.write(master, b'line\n')
print(os.read(slave, 100))
os.write(slave, b'out\n')
print(os.read(master, 100))
termios.tcsetattr(slave, termios.TCSADRAIN, before)
print(termios.tcgetattr(slave) == before)
print(tty.setcbreak(slave) == before)
c = termios.tcgetattr(slave)
print(c[3] & (termios.ICANON | termios.ECHO), c[6][termios.VMIN], c[6][termios.VTIME], c[3] & termios.ISIG != 0)
os.write(master, b'x')
print(os.read(slave, 1))
tty.setraw(slave, termios.TCSANOW)
c = termios.tcgetattr(slave)
print(c[1] & termios.OPOST, c[3] & termios.ISIG, c[2] & termios.CSIZE == termios.CS8)
os.write(slave, b'raw\n')
print(os.read(master, 10))
termios.tcsetwinsize(slave, (30, 90))
print(termios.tcgetwinsize(slave), os.get_terminal_size(slave), termios.tcgetwinsize(master))
termios.tcdrain(slave)
termios.tcflush(slave, termios.TCIOFLUSH)
termios.tcflow(slave, termios.TCOON)
termios.tcsendbreak(slave, 0)
with open(__file__) as f:
    refused(termios.tcgetattr, f)
    refused(termios.tcsetattr, f.fileno(), termios.TCSANOW, before)
    refused(termios.tcgetwinsize, f)
    refused(tty.setraw, f)
for wrong in 5, before[:6], before[:6] + [[]], before[:6] + [[1.5] * termios.NCCS], tuple(before):
    refused(termios.tcsetattr, slave, termios.TCSANOW, wrong)
refused(termios.tcgetattr, 'x')
refused(termios.tcsetattr, slave, 99, before)
refused(termios.tcsetwinsize, slave, (1, 2, 3))
refused(termios.tcsetwinsize, slave, (1, 70000))
print(termios.error.__mro__[1].__name__, sorted(n for n in ('TCSANOW', 'VMIN', 'ECHO', 'B38400', 'CS8', 'TIOCGWINSZ') if hasattr(termios, n)), termios.TCSAFLUSH, termios.ICANON)
