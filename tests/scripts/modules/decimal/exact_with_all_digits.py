"""The largest precision: exact quotients need few digits, others more than there is memory for."""
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

most = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
for a, b in ((1, 256), (7, 8), (-10, 4), (1, 3), (22, 7), (10 ** 30, 5 ** 20), (1, 2 ** 70), (6, 3)):
    try:
        print(a, b, most.divide(Decimal(a), Decimal(b)))
    except MemoryError:
        print(a, b, "MemoryError")
