"""Finds the part of an expression that a traceback underlines with carets.

Owns a small scanner for Python expressions. It answers two questions about the
source text of a failed instruction: where in it the operator, the subscript or
the call stands, and whether the text is the whole value of a return or an
assignment. It never raises for malformed text: the answer is then None.
"""

_OPEN = {'(': ')', '[': ']', '{': '}'}
_BINARY = {'|': 1, '^': 2, '&': 3, '<<': 4, '>>': 4, '+': 5, '-': 5, '*': 6, '/': 6, '//': 6,
           '%': 6, '@': 6, '**': 8}
_UNARY = 7
_LONG = ('**=', '//=', '>>=', '<<=', '...', '**', '//', '>>', '<<', '<=', '>=', '==', '!=', '->',
         ':=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '@=')
# What binds weaker than arithmetic, or begins a statement.
_WORDS = frozenset('lambda if else or and not in is for async yield from del raise return import '
                   'assert with while try class def global nonlocal pass break continue '
                   'except finally as elif'.split())


class _Bad(Exception):
    """The text is not a complete expression."""


def _string_end(text, pos, prefix):
    """The position after the string literal whose quote is at *pos*."""
    quote = text[pos]
    if text.startswith(quote * 3, pos):
        quote *= 3
    formatted = 'f' in prefix or 't' in prefix
    raw = 'r' in prefix
    pos += len(quote)
    size = len(text)
    while pos < size:
        char = text[pos]
        if char == '\\' and not (raw and formatted and text[pos + 1:pos + 2] in ('{', '}')):
            pos += 2
        elif text.startswith(quote, pos):
            return pos + len(quote)
        elif formatted and char == '{':
            if text.startswith('{{', pos):
                pos += 2
            else:
                pos = _field_end(text, pos + 1, quote)
        elif char == '\n' and len(quote) == 1:
            raise _Bad
        else:
            pos += 1
    raise _Bad


def _field_end(text, pos, quote):
    """The position after the `}` of a replacement field, *pos* being in the field."""
    closers = []
    size = len(text)
    while pos < size:
        char = text[pos]
        if char in '\'"':
            pos = _string_end(text, pos, _prefix_before(text, pos))
            continue
        if char in _OPEN:
            closers.append(_OPEN[char])
        elif closers and char == closers[-1]:
            closers.pop()
        elif not closers and char == '}':
            return pos + 1
        elif not closers and char == ':':
            # A format spec: text again, with fields of its own.
            pos += 1
            while pos < size and text[pos] != '}':
                if text[pos] == '{':
                    pos = _field_end(text, pos + 1, quote)
                elif text.startswith(quote, pos):
                    raise _Bad
                else:
                    pos += 1
            continue
        pos += 1
    raise _Bad


def _prefix_before(text, pos):
    """The letters directly before a quote, lower case, if they are a string prefix."""
    start = pos
    while start and pos - start < 2 and text[start - 1] in 'rRbBuUfFtT':
        start -= 1
    if start and (text[start - 1].isalnum() or text[start - 1] == '_'):
        return ''
    return text[start:pos].lower()


def _word_end(text, pos):
    size = len(text)
    while pos < size and (text[pos].isalnum() or text[pos] == '_'):
        pos += 1
    return pos


def _number_end(text, pos):
    size = len(text)
    hexadecimal = text[pos:pos + 2].lower() in ('0x', '0o', '0b')
    while pos < size:
        char = text[pos]
        if char.isalnum() or char in '._':
            pos += 1
        elif char in '+-' and not hexadecimal and text[pos - 1] in 'eE':
            pos += 1
        else:
            break
    return pos


def _tokens(text, pos=0, closer=None):
    """([token...], position after *closer*); a token is (kind, text, start, end, inner).

    Kinds: name, number, string, op, group; `inner` are the tokens of a group.
    """
    out = []
    size = len(text)
    while pos < size:
        char = text[pos]
        if char.isspace():
            pos += 1
        elif char == '#':
            end = text.find('\n', pos)
            pos = size if end < 0 else end
        elif char == '\\':
            if not text.startswith('\n', pos + 1):
                raise _Bad
            pos += 2
        elif char in _OPEN:
            inner, end = _tokens(text, pos + 1, _OPEN[char])
            out.append(('group', char, pos, end, inner))
            pos = end
        elif char == closer:
            return out, pos + 1
        elif char in ')]}':
            raise _Bad
        elif char in '\'"':
            end = _string_end(text, pos, '')
            out.append(('string', '', pos, end, None))
            pos = end
        elif char.isdigit() or char == '.' and text[pos + 1:pos + 2].isdigit():
            end = _number_end(text, pos)
            out.append(('number', text[pos:end], pos, end, None))
            pos = end
        elif char.isalpha() or char == '_' or char.isidentifier():
            end = max(_word_end(text, pos), pos + 1)
            if end < size and text[end] in '\'"' and end - pos <= 2 \
                    and set(text[pos:end].lower()) <= set('rbuft'):
                stop = _string_end(text, end, text[pos:end].lower())
                out.append(('string', '', pos, stop, None))
                pos = stop
            else:
                out.append(('name', text[pos:end], pos, end, None))
                pos = end
        else:
            op = next((op for op in _LONG if text.startswith(op, pos)), char)
            out.append(('op', op, pos, pos + len(op), None))
            pos += len(op)
    if closer is not None:
        raise _Bad
    return out, pos


def _is_tuple_or_generator(tokens):
    return not tokens or any(t[1] == ',' and t[0] == 'op' or t[1] in ('for', 'async')
                             and t[0] == 'name' for t in tokens)


def _unwrap(tokens):
    """*tokens* without the parentheses around the whole."""
    while (len(tokens) == 1 and tokens[0][0] == 'group' and tokens[0][1] == '('
           and not _is_tuple_or_generator(tokens[0][4])):
        tokens = tokens[0][4]
    return tokens


def _operator(tokens):
    """Index of the operator that is applied last; None if there is none.

    -1 stands for something that is neither arithmetic nor a call or subscript.
    """
    best = None
    weakest = 100
    operand = False
    for i, (kind, text, _, _, _) in enumerate(tokens):
        if kind == 'name' and text in _WORDS:
            return -1
        if kind != 'op':
            if kind == 'name' and text == 'await':
                continue
            if operand and kind in ('name', 'number') and tokens[i - 1][1] != '.':
                # Two operands in a row.
                return -1
            operand = True
            continue
        if text == '.' or text == '...':
            operand = text == '...' or operand
            continue
        if not operand:
            if text not in ('+', '-', '~'):
                return -1
            # A sign binds tighter than everything but the power after it.
            if weakest > _UNARY and i == 0:
                best, weakest = -1, _UNARY
            continue
        strength = _BINARY.get(text)
        if strength is None:
            return -1
        # Left to right, so the last of equals; powers group the other way.
        if strength < weakest or strength == weakest and text != '**':
            best, weakest = i, strength
        operand = False
    if best is None and tokens and tokens[0][1] == 'await' and tokens[0][0] == 'name':
        return -1
    return best


def _parse(segment):
    """(kind, tokens, index): 'binary', 'subscript', 'call' or None for the rest."""
    tokens, _ = _tokens(segment)
    tokens = _unwrap(tokens)
    if not tokens:
        raise _Bad
    index = _operator(tokens)
    if index == -1:
        return None, tokens, 0
    if index is not None:
        if index + 1 >= len(tokens):
            raise _Bad
        return 'binary', tokens, index
    kind, text, _, _, _ = tokens[-1]
    if kind == 'group' and len(tokens) > 1 and tokens[-2][0] != 'op':
        if text == '[':
            return 'subscript', tokens, 0
        if text == '(':
            return 'call', tokens, 0
    return None, tokens, 0


def anchors(segment):
    """(start, end) in *segment* of its operator, its subscript or its call; or None."""
    try:
        kind, tokens, index = _parse(segment)
    except (_Bad, RecursionError):
        return None
    if kind is None:
        return None
    if kind == 'binary':
        start = tokens[index][2]
        right = _unwrap(tokens[index + 1:])[0][2]
        end = start + 1
        following = segment[end:end + 1]
        if following and end < right and not following.isspace() and following not in '\\#':
            end += 1
        return start, end
    return tokens[-1][2], tokens[-1][3]


def is_whole_value(before, segment, after):
    """True if *segment* is the call in `return name(...)` or `name = ...(...)`.

    *before* and *after* are the rest of the statement's lines. Such a line gets no
    carets: there is nothing else in it that could have failed.
    """
    after = after.strip()
    before = before.strip()
    while before.endswith('('):
        # Parentheses around the value belong to no expression.
        before = before[:-1].rstrip()
        if not after.startswith(')'):
            return False
        after = after[1:].lstrip()
    if after and after[0] not in '#;':
        return False
    try:
        kind, tokens, _ = _parse(segment)
        if kind != 'call':
            return False
        if before == 'return':
            return len(tokens) == 2 and tokens[0][0] == 'name'
        if not before.endswith('='):
            return False
        targets, _ = _tokens(before)
    except (_Bad, RecursionError):
        return False
    if len(targets) < 2 or targets[-1][:2] != ('op', '='):
        return False
    target = _unwrap(targets[:-1])
    return len(target) == 1 and target[0][0] == 'name' and target[0][1] not in _WORDS
