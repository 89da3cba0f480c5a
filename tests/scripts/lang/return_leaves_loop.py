"""What a `for` loop iterates over is dropped when `return` leaves the loop."""


def numbers(log, name):
    try:
        for n in range(5):
            yield n
    finally:
        log.append(f"{name} closed")


def plain(log):
    for n in numbers(log, "plain"):
        return n


def constant(log):
    for n in numbers(log, "constant"):
        return "constant"


def nested(log):
    for a in numbers(log, "outer"):
        for b in numbers(log, "inner"):
            if b == 2:
                return a, b


def in_try(log):
    for n in numbers(log, "try"):
        try:
            return n
        except ValueError:
            pass


def in_finally(log):
    for n in numbers(log, "finally"):
        try:
            return log.append("value") or n
        finally:
            log.append("clean")


def break_wins(log):
    for n in numbers(log, "break"):
        try:
            return [n]
        finally:
            if n == 0:
                break
    return "after the loop"


def return_wins(log):
    for n in numbers(log, "return"):
        try:
            return [n]
        finally:
            for m in numbers(log, "in finally"):
                if m:
                    return "second"


def continue_wins(log):
    for n in numbers(log, "continue"):
        try:
            return [n]
        finally:
            if n < 3:
                continue


for f in (plain, constant, nested, in_try, in_finally, break_wins, return_wins, continue_wins):
    log = []
    print(f.__name__, f(log), log)
