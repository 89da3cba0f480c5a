# a finite repetition: folded above three
def down(n):
    if n == 0:
        raise ValueError("bottom")
    down(n - 1)


for depth in (2, 3, 4, 20):
    try:
        down(depth)
    except ValueError:
        import traceback
        traceback.print_exc()
down(4)
