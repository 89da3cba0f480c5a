# expressions over several lines in tracebacks
def compute(a, b,
            c):
    return (a
            + b
            * c)


def call():
    return compute(
        1,
        "two",
        3.5,
    )


def nested():
    return [
        call(),
        2,
    ]


import traceback
try:
    nested()
except TypeError:
    traceback.print_exc()
value = {
    "key": [
        1,
        2 /
        0,
    ],
}
