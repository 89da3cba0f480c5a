"""Enums at work: a state machine, bit sets of permissions, lookup tables, match statements."""
from enum import Enum, Flag, IntEnum, auto
class State(Enum):
    IDLE = auto()
    RUNNING = auto()
    PAUSED = auto()
    DONE = auto()
    @property
    def final(self): return self is State.DONE
class Event(Enum):
    START, PAUSE, RESUME, FINISH = range(4)
TABLE = {
    (State.IDLE, Event.START): State.RUNNING, (State.RUNNING, Event.PAUSE): State.PAUSED,
    (State.PAUSED, Event.RESUME): State.RUNNING, (State.RUNNING, Event.FINISH): State.DONE
}
class Machine:
    def __init__(self): self.state, self.history = State.IDLE, []
    def fire(self, event):
        try:
            self.state = TABLE[self.state, event]
        except KeyError:
            raise ValueError(f"{event.name} is impossible in {self.state.name}") from None
        self.history.append(self.state)
m = Machine()
for e in (Event.START, Event.PAUSE, Event.START, Event.RESUME, Event.FINISH, Event(1)):
    try:
        m.fire(e)
        print(e, "->", m.state, m.state.final)
    except ValueError as x:
        print(x)
print(m.history)
class Perm(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()
    ALL = READ | WRITE | RUN
users = {"ann": Perm.ALL, "bob": Perm.READ | Perm.RUN, "cid": Perm(0)}
for name, p in users.items():
    print(name, p, [q.name for q in p], Perm.WRITE in p, bool(p & ~Perm.READ), p.value)
users["cid"] |= Perm.READ
users["ann"] &= ~Perm.WRITE
users["bob"] ^= Perm.ALL
print(users)
class Level(IntEnum):
    LOW = 1
    HIGH = 10
    def describe(self):
        match self:
            case Level.LOW: return "quiet"
            case Level.HIGH: return "loud"
print(
    [l.describe() for l in Level], Level.LOW < 5 < Level.HIGH, sorted([Level.HIGH, Level.LOW]), sum(Level),
    Level(10), max(Level).name, {l: l.value for l in Level}, Level["LOW"] is Level.LOW, isinstance(Level.LOW, int),
    f"{Level.HIGH:>5}", list(range(Level.LOW, 3))
)
class Op(Enum):
    ADD = ("+", lambda a, b: a + b)
    MUL = ("*", lambda a, b: a * b)
    def __init__(self, sign, f): self.sign, self.f = sign, f
    def __call__(self, a, b): return self.f(a, b)
    @classmethod
    def parse(cls, sign): return next(o for o in cls if o.sign == sign)
print([(o.sign, o(3, 4)) for o in Op], Op.parse("*").name, len(Op), Op.ADD is Op["ADD"])
