# stdin: j 9\nn\nj 10\nn\nj 9\nn\nj 10\nn\nn\nn\nj 14\nn\nn\nn\nn\nj 17\nj 22\nj 12\nn\nn\nn\nj 23\nn\np out\nw 1\nj 14\nj 60\nj 2\nj x\nj\nu\nj 9\nd\ntbreak 15\nj 11\nn\nc\nj 17\nj 13\nn\nn\nn\nn\np out\nj 23\nc\nn\nn\nj 8\nn\nn\nc\n
# stderr: ignore
"""Jumps at the prompt of pdb: back, forward, out of blocks, into them."""


def work(out):
    breakpoint()
    out.append(0)
    out.append(1)
    out.append(2)
    for i in range(3):
        out.append(i)
        try:
            out.append(10)
            1 / 0
        except ZeroDivisionError:
            out.append(20)
        finally:
            out.append(30)
    with open('/dev/null') as f:
        out.append(f.closed)
    out.append(40)
    return out


for _ in range(2):
    print(work([]))
