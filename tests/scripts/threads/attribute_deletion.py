"""Threads that read, delete and set the attributes of one object: each reader sees a value of that name or none."""
import threading

class Thing:
    pass

ROUNDS = 3000
t = Thing()
t.base = 0
wrong = []

def change(name, other):
    for i in range(ROUNDS):
        setattr(t, name, (name, i))
        try:
            delattr(t, name)
        except AttributeError:
            wrong.append("gone")
        mine = Thing()
        mine.base = i
        setattr(mine, name, (name, i))
        delattr(mine, name)
        setattr(mine, other, (other, i))
        if getattr(mine, other) != (other, i) or hasattr(mine, name):
            wrong.append(mine)

def read():
    for i in range(ROUNDS):
        for name in "xy":
            value = getattr(t, name, None)
            if value is not None and value[0] != name:
                wrong.append(value)
        if t.base != 0:
            wrong.append(t.base)

threads = [threading.Thread(target=change, args=("x", "y")), threading.Thread(target=change, args=("y", "x")),
           threading.Thread(target=read), threading.Thread(target=read)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(wrong, vars(t))
