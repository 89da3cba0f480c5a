"""The classes of syntax trees, made from the grammar below."""

from warnings import warn as _warn

PyCF_ONLY_AST = 0x400
PyCF_OPTIMIZED_AST = 0x8400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000


class AST:
    """A node."""

    __module__ = 'ast'
    _fields = ()
    _attributes = ()
    __match_args__ = ()
    _field_types = {}

    def __init__(self, /, *args, **kwargs):
        cls = type(self)
        fields = cls._fields
        if len(args) > len(fields):
            s = '' if len(fields) == 1 else 's'
            raise TypeError(f'{cls.__name__} constructor takes at most {len(fields)} positional argument{s}')
        for name, value in zip(fields, args):
            setattr(self, name, value)
        given = fields[:len(args)]
        if kwargs:
            for name, value in kwargs.items():
                if name not in fields:
                    if name not in cls._attributes:
                        _warn(f'{_tp_name(cls)}.__init__ got an unexpected keyword argument {name!r}. '
                              'Support for arbitrary keyword arguments is deprecated and will be removed in '
                              'Python 3.15.', DeprecationWarning, stacklevel=2)
                elif name in given:
                    raise TypeError(f'{cls.__name__} got multiple values for argument {name!r}')
                setattr(self, name, value)
        if len(args) == len(fields):
            return
        types = getattr(cls, '_field_types', {})
        for name in fields[len(args):]:
            if name in kwargs:
                continue
            if name not in types:
                _warn(f'Field {name!r} is missing from {_tp_name(cls)}._field_types. '
                      'This will become an error in Python 3.15.', DeprecationWarning, stacklevel=2)
                continue
            expected = types[name]
            kind = type(expected)
            if kind is _Union:
                # The class has None for what may be absent.
                continue
            if kind is _Generic:
                setattr(self, name, [])
            elif expected is _context:
                setattr(self, name, _shared['Load'])
            else:
                _warn(f'{_tp_name(cls)}.__init__ missing 1 required positional argument: {name!r}. '
                      'This will become an error in Python 3.15.', DeprecationWarning, stacklevel=2)

    def __reduce__(self):
        state = dict(self.__dict__)
        # None for each field in place, so that making the object warns of none that is missing.
        args = []
        for name in type(self)._fields:
            if name not in state:
                break
            args.append(None)
        return type(self), tuple(args), state

    def __replace__(self, /, *args, **changes):
        if args:
            raise TypeError('__replace__() takes no positional arguments')
        cls = type(self)
        known = self.__dict__
        missing = []
        types = getattr(cls, '_field_types', {})
        for name in changes:
            if name not in cls._fields and name not in cls._attributes:
                raise TypeError(f'{cls.__name__}.__replace__ got an unexpected keyword argument {name!r}.')
        for name in cls._fields:
            if name not in changes and name not in known and not isinstance(types.get(name), (_Union, _Generic)):
                missing.append(name)
        if missing:
            names = ', '.join(map(repr, missing))
            s = '' if len(missing) == 1 else 's'
            raise TypeError(f'{cls.__name__}.__replace__ missing {len(missing)} keyword argument{s}: {names}.')
        new = cls.__new__(cls)
        for name in cls._fields + cls._attributes:
            if name in known:
                new.__dict__[name] = known[name]
        new.__dict__.update(changes)
        return new

    def __repr__(self):
        return _show(self, 3)


def _tp_name(cls):
    return 'ast.AST' if cls is AST else cls.__name__


def _show(node, depth):
    name = type(node).__name__
    fields = type(node)._fields
    if not fields:
        return name + '()' if depth > 0 else name + '(...)'
    if depth <= 0:
        return name + '(...)'
    parts = []
    for field in fields:
        value = getattr(node, field)
        if isinstance(value, list):
            shown = _show_all(value, depth, '[]')
        elif isinstance(value, tuple):
            shown = _show_all(value, depth, '()')
        else:
            shown = _show_item(value, depth)
        parts.append(f'{field}={shown}')
    return f'{name}({", ".join(parts)})'


def _show_item(value, depth):
    return _show(value, depth - 1) if isinstance(value, AST) else repr(value)


def _show_all(items, depth, brackets):
    if len(items) > 2:
        texts = [_show_item(items[0], depth), '...', _show_item(items[-1], depth)]
    else:
        texts = [_show_item(item, depth) for item in items]
    if brackets == '()' and len(items) == 1:
        texts[0] += ','
    return brackets[0] + ', '.join(texts) + brackets[1]


# One sum or product a line, an alternative a line; "attributes" after what follows ":".
_GRAMMAR = '''
mod
    Module(stmt* body, type_ignore* type_ignores)
    Interactive(stmt* body)
    Expression(expr body)
    FunctionType(expr* argtypes, expr returns)
stmt : place
    FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
    AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
    ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)
    Return(expr? value)
    Delete(expr* targets)
    Assign(expr* targets, expr value, string? type_comment)
    TypeAlias(expr name, type_param* type_params, expr value)
    AugAssign(expr target, operator op, expr value)
    AnnAssign(expr target, expr annotation, expr? value, int simple)
    For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
    AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
    While(expr test, stmt* body, stmt* orelse)
    If(expr test, stmt* body, stmt* orelse)
    With(withitem* items, stmt* body, string? type_comment)
    AsyncWith(withitem* items, stmt* body, string? type_comment)
    Match(expr subject, match_case* cases)
    Raise(expr? exc, expr? cause)
    Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
    TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
    Assert(expr test, expr? msg)
    Import(alias* names)
    ImportFrom(identifier? module, alias* names, int? level)
    Global(identifier* names)
    Nonlocal(identifier* names)
    Expr(expr value)
    Pass
    Break
    Continue
expr : place
    BoolOp(boolop op, expr* values)
    NamedExpr(expr target, expr value)
    BinOp(expr left, operator op, expr right)
    UnaryOp(unaryop op, expr operand)
    Lambda(arguments args, expr body)
    IfExp(expr test, expr body, expr orelse)
    Dict(expr?* keys, expr* values)
    Set(expr* elts)
    ListComp(expr elt, comprehension* generators)
    SetComp(expr elt, comprehension* generators)
    DictComp(expr key, expr value, comprehension* generators)
    GeneratorExp(expr elt, comprehension* generators)
    Await(expr value)
    Yield(expr? value)
    YieldFrom(expr value)
    Compare(expr left, cmpop* ops, expr* comparators)
    Call(expr func, expr* args, keyword* keywords)
    FormattedValue(expr value, int conversion, expr? format_spec)
    Interpolation(expr value, constant str, int conversion, expr? format_spec)
    JoinedStr(expr* values)
    TemplateStr(expr* values)
    Constant(constant value, string? kind)
    Attribute(expr value, identifier attr, expr_context ctx)
    Subscript(expr value, expr slice, expr_context ctx)
    Starred(expr value, expr_context ctx)
    Name(identifier id, expr_context ctx)
    List(expr* elts, expr_context ctx)
    Tuple(expr* elts, expr_context ctx)
    Slice(expr? lower, expr? upper, expr? step)
expr_context
    Load
    Store
    Del
boolop
    And
    Or
operator
    Add
    Sub
    Mult
    MatMult
    Div
    Mod
    Pow
    LShift
    RShift
    BitOr
    BitXor
    BitAnd
    FloorDiv
unaryop
    Invert
    Not
    UAdd
    USub
cmpop
    Eq
    NotEq
    Lt
    LtE
    Gt
    GtE
    Is
    IsNot
    In
    NotIn
comprehension(expr target, expr iter, expr* ifs, int is_async)
excepthandler : place
    ExceptHandler(expr? type, identifier? name, stmt* body)
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)
arg(identifier arg, expr? annotation, string? type_comment) : place
keyword(identifier? arg, expr value) : place
alias(identifier name, identifier? asname) : place
withitem(expr context_expr, expr? optional_vars)
match_case(pattern pattern, expr? guard, stmt* body)
pattern : whole
    MatchValue(expr value)
    MatchSingleton(constant value)
    MatchSequence(pattern* patterns)
    MatchMapping(expr* keys, pattern* patterns, identifier? rest)
    MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)
    MatchStar(identifier? name)
    MatchAs(pattern? pattern, identifier? name)
    MatchOr(pattern* patterns)
type_ignore
    TypeIgnore(int lineno, string tag)
type_param : whole
    TypeVar(identifier name, expr? bound, expr? default_value)
    ParamSpec(identifier name, expr? default_value)
    TypeVarTuple(identifier name, expr? default_value)
'''

_Generic = type(list[int])
_Union = type(int | None)


def _build():
    place = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')
    made = {'AST': AST}
    signatures = {}
    sums = {}
    current = None

    def parts_of(signature):
        inside = signature.partition('(')[2].rstrip(')')
        return [tuple(part.split(' ')) for part in inside.split(', ')] if inside else []

    def make(name, base, signature):
        fields = tuple(field for _, field in parts_of(signature))
        space = {'__module__': 'ast', '__doc__': signature, '_fields': fields, '__match_args__': fields}
        for kind, field in parts_of(signature):
            if kind.endswith('?'):
                space[field] = None
        made[name] = type(name, (base,), space)
        signatures[name] = signature
        return made[name]

    def attributes(cls, marker):
        if marker:
            cls._attributes = place
            if marker == 'place':
                cls.end_lineno = None
                cls.end_col_offset = None

    for line in _GRAMMAR.strip().split('\n'):
        head, _, marker = line.strip().partition(' : ')
        if line.startswith(' '):
            sums[current].append(head)
            make(head.partition('(')[0], made[current], head)
        elif '(' in head:
            attributes(make(head.partition('(')[0], AST, head), marker)
        else:
            current = head
            sums[head] = []
            cls = type(head, (AST,), {'__module__': 'ast', '_fields': (), '__match_args__': ()})
            made[head] = cls
            attributes(cls, marker)
    for name, alternatives in sums.items():
        plain = not any('(' in a for a in alternatives)
        separator = ' | ' if plain else '\n' + ' ' * len(name) + ' | '
        made[name].__doc__ = name + ' = ' + separator.join(alternatives)

    basic = {'identifier': str, 'string': str, 'int': int, 'constant': object}
    for name, signature in signatures.items():
        types = {}
        for kind, field in parts_of(signature):
            bare = kind.rstrip('?*')
            value = basic.get(bare) or made[bare]
            if kind.endswith('*'):
                value = list[value]
            elif kind.endswith('?'):
                value = value | None
            types[field] = value
        made[name]._field_types = types
        made[name].__annotations__ = types
    return made, {name: made[name]() for name, signature in signatures.items()
                  if '(' not in signature and name not in ('Pass', 'Break', 'Continue')}


_context = None
_made, _shared = _build()
_context = _made['expr_context']
globals().update(_made)
AST.__doc__ = None
del _made, _build, _GRAMMAR
