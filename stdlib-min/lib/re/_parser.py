"""How much text a regular expression can match.

The expressions themselves are compiled natively. parse() gives an object with getwidth() and the state with groups and
flags, which is what tools that combine expressions ask for; the operators of the expression are not listed.
"""

import re
from re._constants import MAXREPEAT, error

MAXWIDTH = 1 << 64

_SINGLE_ESCAPES = 'wWdDsS'
_POSITIONS = 'AbBZz'


class State:
    def __init__(self):
        self.flags = 0
        self.groupdict = {}
        self.groupwidths = [None]
        self.str = None

    @property
    def groups(self):
        return len(self.groupwidths)


class SubPattern:
    """An expression's state and width."""

    def __init__(self, state, width):
        self.state = state
        self.width = width

    def getwidth(self):
        """The least and the most characters that it matches."""
        return self.width


def _add(a, b):
    return min(a[0] + b[0], MAXREPEAT), min(a[1] + b[1], MAXWIDTH)


class _Walker:
    """Walks over an expression that has compiled, so that its syntax is right."""

    def __init__(self, text, verbose, state):
        self.text = text
        self.pos = 0
        self.verbose = verbose
        self.state = state

    def peek(self, length=1):
        return self.text[self.pos:self.pos + length]

    def take(self, text):
        if self.text.startswith(text, self.pos):
            self.pos += len(text)
            return True
        return False

    def alternatives(self):
        least, most = self.sequence()
        while self.take('|'):
            low, high = self.sequence()
            least, most = min(least, low), max(most, high)
        return least, most

    def sequence(self):
        total = 0, 0
        while (c := self.peek()) and c not in '|)':
            if self.verbose and c.isspace():
                self.pos += 1
                continue
            if self.verbose and c == '#':
                end = self.text.find('\n', self.pos)
                self.pos = len(self.text) if end < 0 else end + 1
                continue
            total = _add(total, self.repeated(self.item()))
        return total

    def repeated(self, width):
        while True:
            if self.verbose:
                while self.peek().isspace():
                    self.pos += 1
            c = self.peek()
            if c == '*':
                low, high = 0, MAXREPEAT
            elif c == '+':
                low, high = 1, MAXREPEAT
            elif c == '?':
                low, high = 0, 1
            elif c == '{' and (match := re.compile(r'\{(\d*)(,?)(\d*)\}').match(self.text, self.pos)) and (
                    match[1] or match[2]):
                low = int(match[1] or 0)
                high = int(match[3]) if match[3] else MAXREPEAT if match[2] else low
                self.pos = match.end() - 1
            else:
                return width
            self.pos += 1
            if self.peek() in ('?', '+') and self.peek():
                self.pos += 1
            most = MAXWIDTH if high == MAXREPEAT and width[1] else width[1] * high
            width = min(width[0] * low, MAXREPEAT), min(most, MAXWIDTH)

    def item(self):
        c = self.peek()
        self.pos += 1
        if c == '\\':
            return self.escape()
        if c == '[':
            return self.set()
        if c == '(':
            return self.group()
        if c in '^$':
            return 0, 0
        return 1, 1

    def escape(self):
        c = self.peek()
        self.pos += 1
        if c in _POSITIONS:
            return 0, 0
        if c == 'x':
            self.pos += 2
        elif c == 'u':
            self.pos += 4
        elif c == 'U':
            self.pos += 8
        elif c == 'N':
            self.pos = self.text.index('}', self.pos) + 1
        elif c == '0':
            for _ in range(2):
                if self.peek() and self.peek() in '01234567':
                    self.pos += 1
        elif c.isdigit():
            if self.peek().isdigit():
                if c in '0123' and re.match('[0-7]{3}', c + self.peek(2)):
                    self.pos += 2
                    return 1, 1
                c += self.peek()
                self.pos += 1
            return self.reference(int(c))
        return 1, 1

    def reference(self, group):
        widths = self.state.groupwidths
        return widths[group] if group < len(widths) and widths[group] else (0, MAXWIDTH)

    def set(self):
        self.take('^')
        first = True
        while True:
            c = self.peek()
            self.pos += 2 if c == '\\' else 1
            if not c or c == ']' and not first:
                return 1, 1
            first = False

    def group(self):
        number = None
        if not self.take('?'):
            number = self.open()
        elif self.take('P<'):
            end = self.text.index('>', self.pos)
            number = self.open(self.text[self.pos:end])
            self.pos = end + 1
        elif self.take('P='):
            end = self.text.index(')', self.pos)
            name = self.text[self.pos:end]
            self.pos = end + 1
            return self.reference(self.state.groupdict[name])
        elif self.take('#'):
            self.pos = self.text.index(')', self.pos) + 1
            return 0, 0
        elif self.take(':') or self.take('>'):
            pass
        elif self.take('=') or self.take('!') or self.take('<=') or self.take('<!'):
            self.alternatives()
            self.take(')')
            return 0, 0
        elif self.take('('):
            self.pos = self.text.index(')', self.pos) + 1
            yes = self.sequence()
            no = self.sequence() if self.take('|') else (0, 0)
            self.take(')')
            return min(yes[0], no[0]), max(yes[1], no[1])
        else:
            return self.flags()
        width = self.alternatives()
        self.take(')')
        if number is not None:
            self.state.groupwidths[number] = width
        return width

    def open(self, name=None):
        self.state.groupwidths.append(None)
        number = len(self.state.groupwidths) - 1
        if name is not None:
            self.state.groupdict[name] = number
        return number

    def flags(self):
        before = self.verbose
        on = True
        while (c := self.peek()) not in (':', ')', ''):
            if c == '-':
                on = False
            elif c == 'x':
                self.verbose = on
            self.pos += 1
        self.pos += 1
        if c == ')':
            return 0, 0
        width = self.alternatives()
        self.take(')')
        self.verbose = before
        return width


def parse(str, flags=0, state=None):
    """The width of an expression; PatternError if it is none."""
    compiled = re.compile(str, flags)
    if state is None:
        state = State()
    state.flags = compiled.flags
    state.str = str
    text = str.decode('latin-1') if isinstance(str, (bytes, bytearray)) else str
    width = _Walker(text, bool(compiled.flags & re.VERBOSE), state).alternatives()
    return SubPattern(state, width)
