"""Listings of compiled code.

The instructions are those of Typhon's register machine (docs/ARCHITECTURE.md), an implementation detail that may change
with any version: operands name variables and temporaries (t0, t1, ...), not places on a stack. Offsets count as those of
co_lines() and tb_lasti do. What describes CPython's instructions one by one (stack effects, lists such as hasjrel, caches)
is not there.
"""

import collections
import sys
import types

__all__ = ['code_info', 'dis', 'disassemble', 'distb', 'disco', 'findlinestarts', 'findlabels', 'show_code',
           'get_instructions', 'Instruction', 'Bytecode', 'stack_effect', 'opname', 'opmap', 'COMPILER_FLAG_NAMES',
           'Positions']

COMPILER_FLAG_NAMES = {
    1: 'OPTIMIZED', 2: 'NEWLOCALS', 4: 'VARARGS', 8: 'VARKEYWORDS', 16: 'NESTED', 32: 'GENERATOR', 64: 'NOFREE',
    128: 'COROUTINE', 256: 'ITERABLE_COROUTINE', 512: 'ASYNC_GENERATOR', 0x4000000: 'HAS_DOCSTRING', 0x8000000: 'METHOD'}

opname = compile('', '', 'exec')._opnames()
opmap = {name: number for number, name in enumerate(opname)}

_HAVE_CODE = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

Positions = collections.namedtuple('Positions', 'lineno end_lineno col_offset end_col_offset', defaults=[None] * 4)

_Instruction = collections.namedtuple(
    '_Instruction', 'opname opcode arg argval argrepr offset start_offset starts_line line_number label positions cache_info',
    defaults=[None, None, None])


class Instruction(_Instruction):
    """One instruction; argval is the offset of a jump's target, argrepr the operands as text."""

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopname(self):
        return self.opname

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def jump_target(self):
        """The offset that it jumps to, None if it is no jump."""
        return self.argval if isinstance(self.argval, int) else None

    @property
    def is_jump_target(self):
        return self.label is not None

    def __str__(self):
        return f'{self.opname:<20} {self.argrepr}'.rstrip()


def pretty_flags(flags):
    """The names of flags."""
    names = []
    bit = 1
    while flags:
        if flags & bit:
            names.append(COMPILER_FLAG_NAMES.get(bit, hex(bit)))
            flags ^= bit
        bit <<= 1
    return ', '.join(names) or '0x0'


def _inner(x):
    """What stands behind methods, functions and suspended frames."""
    x = getattr(x, '__func__', x)
    for name in '__code__', 'gi_code', 'ag_code', 'cr_code':
        if hasattr(x, name):
            return getattr(x, name)
    return x


def _compiled(text):
    try:
        return compile(text, '<disassembly>', 'eval')
    except SyntaxError:
        return compile(text, '<disassembly>', 'exec')


def _code_of(x):
    x = _inner(x)
    if isinstance(x, str):
        x = _compiled(x)
    if isinstance(x, types.CodeType):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def findlinestarts(code):
    """(offset, line) of where lines start; the line is None for what belongs to none."""
    last = False
    for start, _, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def findlabels(code):
    """The offsets that are jumped to."""
    if not isinstance(code, types.CodeType):
        raise NotImplementedError('labels are found in code objects only: the instructions of Typhon are no bytes of CPython')
    rows, handlers = code._instructions()
    return sorted({row[3] for row in rows if row[3] is not None} | {target for _, _, target in handlers})


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """There is no stack: NotImplementedError."""
    raise NotImplementedError('the machine of Typhon has registers and no stack')


def _instructions(code, line_offset=0):
    starts = dict(findlinestarts(code))
    places = list(code.co_positions())
    for index, (number, name, operands, target, label) in enumerate(code._instructions()[0]):
        offset = 2 * index
        place = Positions(*places[index]) if index < len(places) else Positions()
        line = place.lineno
        if line is not None and line_offset:
            line += line_offset
        yield Instruction(name, number, None, operands if target is None else target, operands, offset, offset,
                          starts.get(offset) is not None, line, label, place)


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """The instructions of a function, method, text or code object."""
    code = _code_of(x)
    return _instructions(code, 0 if first_line is None else first_line - code.co_firstlineno)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Prints the instructions of anything that has some; without an argument those of the last traceback.

    Code within code is listed as well, down to depth.
    """
    options = {'show_offsets': show_offsets, 'show_positions': show_positions}
    if x is None:
        distb(file=file, **options)
        return
    x = _inner(x)
    if isinstance(x, str):
        x = _compiled(x)
    if isinstance(x, types.CodeType):
        _nested(x, file, depth, options)
    elif hasattr(x, '__dict__'):
        for name, value in sorted(x.__dict__.items()):
            if not isinstance(value, _HAVE_CODE):
                continue
            print(f'Disassembly of {name}:', file=file)
            try:
                dis(value, file=file, depth=depth, **options)
            except TypeError as e:
                print('Sorry:', e, file=file)
            print(file=file)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _nested(code, file, depth, options):
    disassemble(code, file=file, **options)
    if depth is not None and depth <= 0:
        return
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            print(file=file)
            print(f'Disassembly of {constant!r}:', file=file)
            _nested(constant, file, None if depth is None else depth - 1, options)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Prints the code that a traceback ends in; an arrow is where."""
    if tb is None:
        if hasattr(sys, 'last_exc'):
            tb = sys.last_exc.__traceback__
        elif hasattr(sys, 'last_traceback'):
            tb = sys.last_traceback
        else:
            raise RuntimeError('no last traceback to disassemble')
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_offsets=show_offsets, show_positions=show_positions)


def disassemble(code, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Prints the instructions of one code object; an arrow stands before the one at lasti."""
    print(_listing(code, lasti, 0, show_offsets, show_positions), end='', file=file)


disco = disassemble


def _listing(code, lasti, line_offset, show_offsets, show_positions):
    instructions = list(_instructions(code, line_offset))
    place_width = max((len(_place(i, show_positions)) for i in instructions), default=0)
    label_width = 2 + len(str(max((i.label or 0 for i in instructions), default=0)))
    lines, last = [], None
    for i in instructions:
        place = _place(i, show_positions)
        shown = place if show_positions or i.starts_line or place != last else ''
        last = place
        parts = [f'{shown:>{max(place_width, 3)}}', '-->' if i.offset == lasti else '   ',
                 f'L{i.label}:'.rjust(label_width) if i.label else ' ' * label_width]
        if show_offsets:
            parts.append(f'{i.offset:>5}')
        parts.append(str(i))
        lines.append(' '.join(parts).rstrip())
    rows, handlers = code._instructions()
    if handlers:
        labels = {2 * index: row[4] for index, row in enumerate(rows)}
        lines.append('ExceptionTable:')
        lines += [f'  {start} to {end} -> L{labels.get(target)}' for start, end, target in handlers]
    return ''.join(line + '\n' for line in lines)


def _place(i, show_positions):
    if not show_positions:
        return '--' if i.line_number is None else str(i.line_number)
    line, end_line, column, end_column = ('?' if part is None else part for part in i.positions)
    return f'{line}:{column}-{end_line}:{end_column}'


def code_info(x):
    """What is known of a code object besides its instructions."""
    return _format_code_info(_code_of(x))


def _format_code_info(code):
    lines = [f'Name:              {code.co_name}', f'Filename:          {code.co_filename}',
             f'Argument count:    {code.co_argcount}', f'Positional-only arguments: {code.co_posonlyargcount}',
             f'Kw-only arguments: {code.co_kwonlyargcount}', f'Number of locals:  {code.co_nlocals}',
             f'Stack size:        {code.co_stacksize}', f'Flags:             {pretty_flags(code.co_flags)}']
    if code.co_consts:
        lines.append('Constants:')
        lines += [f'{i:4d}: {value!r}' for i, value in enumerate(code.co_consts)]
    for title, names in (('Names', code.co_names), ('Variable names', code.co_varnames), ('Free variables', code.co_freevars),
                         ('Cell variables', code.co_cellvars)):
        if names:
            lines.append(f'{title}:')
            lines += [f'{i:4d}: {name}' for i, name in enumerate(names)]
    return '\n'.join(lines)


def show_code(co, *, file=None):
    """Prints code_info()."""
    print(code_info(co), file=file)


class Bytecode:
    """The instructions of something that has code; iterates over them."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, show_offsets=False,
                 show_positions=False):
        self.codeobj = code = _code_of(x)
        self.first_line = code.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - code.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.show_offsets = show_offsets
        self.show_positions = show_positions

    def __iter__(self):
        return _instructions(self.codeobj, self._line_offset)

    def __repr__(self):
        return f'{self.__class__.__name__}({self._original_object!r})'

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """The code that a traceback ends in."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        """code_info() of the code."""
        return _format_code_info(self.codeobj)

    def dis(self):
        """What dis() prints, as text."""
        lasti = -1 if self.current_offset is None else self.current_offset
        return _listing(self.codeobj, lasti, self._line_offset, self.show_offsets, self.show_positions)


def main(args=None):
    """python -m dis: lists a file."""
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('-C', '--show-caches', action='store_true', help='show inline caches')
    parser.add_argument('-O', '--show-offsets', action='store_true', help='show instruction offsets')
    parser.add_argument('-P', '--show-positions', action='store_true', help='show instruction positions')
    parser.add_argument('-S', '--specialized', action='store_true', help='show specialized bytecode')
    parser.add_argument('infile', nargs='?', default='-')
    given = parser.parse_args(args)
    if given.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = given.infile
        with open(name, 'rb') as file:
            source = file.read()
    dis(compile(source, name, 'exec'), show_offsets=given.show_offsets, show_positions=given.show_positions)


if __name__ == '__main__':
    main()
