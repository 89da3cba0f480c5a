"""Terminals that give each character as it is typed."""

import termios
from termios import *

__all__ = ['cfmakeraw', 'cfmakecbreak', 'setraw', 'setcbreak']

# What stands where in the list of settings.
IFLAG, OFLAG, CFLAG, LFLAG, ISPEED, OSPEED, CC = range(7)


def _one_at_a_time(mode):
    mode[CC] = list(mode[CC])
    mode[CC][termios.VMIN], mode[CC][termios.VTIME] = 1, 0


def cfmakeraw(mode):
    """Changes settings so that nothing is done with what is typed and printed."""
    for field, flags in (
            (IFLAG, 'IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP INLCR IGNCR ICRNL IXON IXANY IXOFF'), (OFLAG, 'OPOST'),
            (CFLAG, 'PARENB CSIZE'), (LFLAG, 'ECHO ECHOE ECHOK ECHONL ICANON IEXTEN ISIG NOFLSH TOSTOP')):
        for flag in flags.split():
            mode[field] &= ~getattr(termios, flag)
    mode[CFLAG] |= termios.CS8
    _one_at_a_time(mode)


def cfmakecbreak(mode):
    """Changes settings so that characters come at once and are not shown; signals are as before."""
    mode[LFLAG] &= ~(termios.ECHO | termios.ICANON)
    _one_at_a_time(mode)


def _change(fd, when, make):
    before = termios.tcgetattr(fd)
    after = list(before)
    make(after)
    termios.tcsetattr(fd, when, after)
    return before


def setraw(fd, when=termios.TCSAFLUSH):
    """Makes a terminal raw; the settings that it had."""
    return _change(fd, when, cfmakeraw)


def setcbreak(fd, when=termios.TCSAFLUSH):
    """The same with cfmakecbreak()."""
    return _change(fd, when, cfmakecbreak)
