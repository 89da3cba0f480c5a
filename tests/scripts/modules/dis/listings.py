# What listings of code have in common, whatever the instructions are.
import contextlib
import dis
import io
import types


def f(x, *, y=1):
    """Doc."""
    total = 0
    for i in range(x):
        try:
            total += i
        except ValueError:
            total = y
    return [g for g in (total, lambda: x)]


class C:
    def method(self):
        return self.x

    @staticmethod
    def static():
        pass

    number = 5


def listing(*args, **kwargs):
    out = io.StringIO()
    dis.dis(*args, file=out, **kwargs)
    return out.getvalue()


text = listing(f)
print(len(text.splitlines()) > 10, 'L1:' in text, 'ExceptionTable:' in text, 'Disassembly of <code object <lambda>' in text)
print('Disassembly' in listing(f, depth=0), 'Disassembly of method:' in listing(C), 'Disassembly of static:' in listing(C), 'number' in listing(C))
for x in C().method, (i for i in ()), 'x = 1', 'x + 1', 'def g(): pass', f.__code__, C.static:
    print(len(listing(x)) > 20)
for x in 5, None and 5, object():
    if x is not None:
        for call in listing, dis.code_info, dis.get_instructions:
            try:
                call(x)
                print('fine')
            except TypeError as e:
                print(e)
instructions = list(dis.get_instructions(f))
offsets = [i.offset for i in instructions]
labels = [i.label for i in instructions if i.label is not None]
targets = {i.jump_target for i in instructions if i.jump_target is not None}
print(offsets == sorted(set(offsets)), labels == list(range(1, len(labels) + 1)), targets <= set(dis.findlabels(f.__code__)) if hasattr(f.__code__, '_instructions') else True,
      all(i.is_jump_target for i in instructions if i.offset in targets))
# Lines on which nothing is done may have no instruction.
print(sorted({i.line_number for i in instructions} - {None, 12})[1:], all(dis.opname[i.opcode] == i.opname and dis.opmap[i.opname] == i.opcode for i in instructions))
print({line for _, line in dis.findlinestarts(f.__code__)} - {None} == {i.line_number for i in instructions} - {None})
print([i.line_number for i in dis.get_instructions(f, first_line=100) if i.line_number][-1] - [i.line_number for i in instructions if i.line_number][-1] == 100 - f.__code__.co_firstlineno)
print(all(isinstance(i.positions, dis.Positions) and isinstance(i, dis.Instruction) for i in instructions))
print(dis.code_info(f).splitlines()[:1], [line for line in dis.code_info(f).splitlines() if line.startswith(('Argument', 'Positional', 'Kw', 'Constants', 'Variable', 'Cell'))])
b = dis.Bytecode(f)
print(b.codeobj is f.__code__, b.first_line == f.__code__.co_firstlineno, repr(b).startswith('Bytecode(<function f'), b.dis().strip() == listing(f, depth=0).strip(), b.info() == dis.code_info(f),
      [i.offset for i in b] == offsets)
out = io.StringIO()
dis.show_code('x', file=out)
print(out.getvalue().startswith('Name:              <module>'))
try:
    1 / 0
except ZeroDivisionError as e:
    tb = e.__traceback__
    out = io.StringIO()
    dis.distb(tb, file=out)
    print(sum('-->' in line for line in out.getvalue().splitlines()), dis.Bytecode.from_traceback(tb).current_offset == tb.tb_lasti)
print(dis.pretty_flags(0x43), dis.pretty_flags(0x1000003), dis.disco is dis.disassemble, dis.COMPILER_FLAG_NAMES[1])
