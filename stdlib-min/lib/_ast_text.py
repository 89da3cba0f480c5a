"""Text of syntax trees: what ast.unparse does.

Each method gives the text of one class of nodes. `level` says how tightly what stands around an expression binds: what
binds less gets parentheses.
"""

import ast
import sys

_FLAT = ("'", '"')
_LONG = ('"""', "'''")
_QUOTES = _FLAT + _LONG

# What overflows to infinity when it is read back.
_INF = f'1e{sys.float_info.max_10_exp + 1}'

# From loose to tight.
(NAMED, TUPLE, YIELD, TEST, OR, AND, NOT, CMP, BITOR, BITXOR, BITAND, SHIFT, ARITH, TERM, FACTOR, POWER, AWAIT,
 ATOM) = range(18)

_BINARY = {
    'Add': ('+', ARITH), 'Sub': ('-', ARITH), 'Mult': ('*', TERM), 'MatMult': ('@', TERM), 'Div': ('/', TERM),
    'Mod': ('%', TERM), 'LShift': ('<<', SHIFT), 'RShift': ('>>', SHIFT), 'BitOr': ('|', BITOR),
    'BitXor': ('^', BITXOR), 'BitAnd': ('&', BITAND), 'FloorDiv': ('//', TERM), 'Pow': ('**', POWER),
}
_UNARY = {'Invert': ('~', FACTOR), 'Not': ('not ', NOT), 'UAdd': ('+', FACTOR), 'USub': ('-', FACTOR)}
_COMPARE = {
    'Eq': '==', 'NotEq': '!=', 'Lt': '<', 'LtE': '<=', 'Gt': '>', 'GtE': '>=', 'Is': 'is', 'IsNot': 'is not',
    'In': 'in', 'NotIn': 'not in',
}
_BOOL = {'And': ('and', AND), 'Or': ('or', OR)}


def _name(node):
    return node.__class__.__name__


def _escape(c, whitespace):
    if not whitespace and c in '\n\t':
        return c
    if c == '\\' or not c.isprintable():
        return c.encode('unicode_escape').decode('ascii')
    return c


def _quoted(text, quotes=_QUOTES, whitespace=False):
    """The inside of a literal, and the quotes that may stand around it, the best first.

    Line ends and tabs stay as they are unless whitespace is true.
    """
    escaped = ''.join(_escape(c, whitespace) for c in text)
    candidates = _LONG if '\n' in escaped else quotes
    candidates = [q for q in candidates if q in quotes and q not in escaped]
    if not candidates:
        plain = repr(text)
        return plain[1:-1], [next((q for q in quotes if plain[0] in q), plain[0])]
    if escaped:
        last = escaped[-1]
        candidates.sort(key=lambda q: q[0] == last)
        if candidates[0][0] == last:
            escaped = escaped[:-1] + '\\' + last
    return escaped, candidates


def _commas(items):
    """Items of a tuple: one gets a comma."""
    return items[0] + ',' if len(items) == 1 else ', '.join(items)


class Writer:
    def __init__(self):
        self.lines = []
        self.depth = 0
        self.ignores = {}

    def text(self, node):
        """The text of a node, of a list of statements, or of anything in between."""
        if isinstance(node, list):
            for item in node:
                self.any(item)
        else:
            self.any(node)
        return '\n'.join(self.lines)

    def any(self, node):
        method = getattr(self, 'stmt_' + _name(node), None)
        if method:
            method(node)
        elif isinstance(node, ast.pattern):
            self.lines.append(self.pattern(node))
        elif isinstance(node, ast.expr_context) or not isinstance(node, ast.AST):
            pass
        else:
            self.lines.append(self.expr(node))

    # ---- lines

    def line(self, text):
        self.lines.append('    ' * self.depth + text)

    def gap(self):
        """An empty line, unless nothing stands before it."""
        if self.lines:
            self.lines.append('')

    def block(self, head, body, comment=None):
        self.line(head + ':' + (comment or ''))
        self.depth += 1
        self.body(body)
        self.depth -= 1

    def body(self, body):
        for node in body:
            self.any(node)

    def documented(self, node):
        """A body that may begin with a docstring."""
        body = node.body
        if (body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
                and isinstance(body[0].value.value, str)):
            doc = body[0].value
            inside, quotes = _quoted(doc.value, _LONG)
            self.line(('u' if doc.kind == 'u' else '') + quotes[0] + inside + quotes[0])
            body = body[1:]
        self.body(body)

    def type_comment(self, node):
        comment = self.ignores.get(getattr(node, 'lineno', None)) or node.type_comment
        return '' if comment is None else f' # type: {comment}'

    # ---- modules

    def stmt_Module(self, node):
        self.ignores = {i.lineno: f'ignore{i.tag}' for i in node.type_ignores}
        self.documented(node)
        self.ignores = {}

    def stmt_Interactive(self, node):
        # Statements of one line; a compound one is always alone.
        self.body(node.body)
        if len(node.body) > 1:
            self.lines = ['; '.join(self.lines)]

    def stmt_Expression(self, node):
        self.line(self.expr(node.body))

    def stmt_FunctionType(self, node):
        self.line(f'({", ".join(map(self.expr, node.argtypes))}) -> {self.expr(node.returns)}')

    # ---- statements

    def stmt_Expr(self, node):
        self.line(self.expr(node.value, YIELD))

    def stmt_Assign(self, node):
        targets = ''.join(self.expr(t, TUPLE) + ' = ' for t in node.targets)
        self.line(targets + self.expr(node.value) + self.type_comment(node))

    def stmt_AugAssign(self, node):
        self.line(f'{self.expr(node.target)} {_BINARY[_name(node.op)][0]}= {self.expr(node.value)}')

    def stmt_AnnAssign(self, node):
        target = self.expr(node.target)
        if not node.simple and isinstance(node.target, ast.Name):
            target = f'({target})'
        value = f' = {self.expr(node.value)}' if node.value else ''
        self.line(f'{target}: {self.expr(node.annotation)}{value}')

    def stmt_Return(self, node):
        self.line('return' + (' ' + self.expr(node.value) if node.value else ''))

    def stmt_Pass(self, node):
        self.line('pass')

    def stmt_Break(self, node):
        self.line('break')

    def stmt_Continue(self, node):
        self.line('continue')

    def stmt_Delete(self, node):
        self.line('del ' + ', '.join(map(self.expr, node.targets)))

    def stmt_Assert(self, node):
        self.line('assert ' + self.expr(node.test) + (', ' + self.expr(node.msg) if node.msg else ''))

    def stmt_Global(self, node):
        self.line('global ' + ', '.join(node.names))

    def stmt_Nonlocal(self, node):
        self.line('nonlocal ' + ', '.join(node.names))

    def stmt_Import(self, node):
        self.line('import ' + ', '.join(map(self.alias, node.names)))

    def stmt_ImportFrom(self, node):
        self.line('from ' + '.' * (node.level or 0) + (node.module or '') + ' import '
                  + ', '.join(map(self.alias, node.names)))

    def alias(self, node):
        return node.name + (f' as {node.asname}' if node.asname else '')

    def stmt_Raise(self, node):
        if not node.exc:
            if node.cause:
                raise ValueError("Node can't be used without a value attribute.")
            self.line('raise')
            return
        self.line('raise ' + self.expr(node.exc) + (' from ' + self.expr(node.cause) if node.cause else ''))

    def stmt_TypeAlias(self, node):
        self.line(f'type {self.expr(node.name)}{self.type_params(node)} = {self.expr(node.value)}')

    def stmt_If(self, node):
        self.block('if ' + self.expr(node.test), node.body)
        while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            node = node.orelse[0]
            self.block('elif ' + self.expr(node.test), node.body)
        self.otherwise(node.orelse)

    def otherwise(self, body):
        if body:
            self.block('else', body)

    def stmt_For(self, node, prefix=''):
        head = f'{prefix}for {self.expr(node.target, TUPLE)} in {self.expr(node.iter)}'
        self.block(head, node.body, self.type_comment(node))
        self.otherwise(node.orelse)

    def stmt_AsyncFor(self, node):
        self.stmt_For(node, 'async ')

    def stmt_While(self, node):
        self.block('while ' + self.expr(node.test), node.body)
        self.otherwise(node.orelse)

    def stmt_With(self, node, prefix=''):
        items = ', '.join(map(self.withitem, node.items))
        self.block(f'{prefix}with {items}', node.body, self.type_comment(node))

    def stmt_AsyncWith(self, node):
        self.stmt_With(node, 'async ')

    def withitem(self, node):
        return self.expr(node.context_expr) + (f' as {self.expr(node.optional_vars)}' if node.optional_vars else '')

    def stmt_Try(self, node, star=''):
        self.block('try', node.body)
        for handler in node.handlers:
            self.handler(handler, star)
        self.otherwise(node.orelse)
        if node.finalbody:
            self.block('finally', node.finalbody)

    def stmt_TryStar(self, node):
        self.stmt_Try(node, '*')

    def handler(self, node, star=''):
        head = 'except' + star
        if node.type:
            head += ' ' + self.expr(node.type)
        if node.name:
            head += ' as ' + node.name
        self.block(head, node.body)

    stmt_ExceptHandler = handler

    def stmt_Match(self, node):
        self.line(f'match {self.expr(node.subject)}:')
        self.depth += 1
        for case in node.cases:
            self.stmt_match_case(case)
        self.depth -= 1

    def stmt_match_case(self, case):
        guard = f' if {self.expr(case.guard)}' if case.guard else ''
        self.block(f'case {self.pattern(case.pattern)}{guard}', case.body)

    def decorators(self, node):
        self.gap()
        for d in node.decorator_list:
            self.line('@' + self.expr(d))

    def define(self, head, node, comment=''):
        self.line(head + ':' + comment)
        self.depth += 1
        self.documented(node)
        self.depth -= 1

    def stmt_ClassDef(self, node):
        self.decorators(node)
        items = list(map(self.expr, node.bases)) + list(map(self.keyword, node.keywords))
        inside = f'({", ".join(items)})' if items else ''
        self.define(f'class {node.name}{self.type_params(node)}{inside}', node)

    def stmt_FunctionDef(self, node, prefix=''):
        self.decorators(node)
        head = f'{prefix}def {node.name}{self.type_params(node)}({self.arguments(node.args)})'
        if node.returns:
            head += ' -> ' + self.expr(node.returns)
        self.define(head, node, self.type_comment(node))

    def stmt_AsyncFunctionDef(self, node):
        self.stmt_FunctionDef(node, 'async ')

    def type_params(self, node):
        params = getattr(node, 'type_params', None)
        return f'[{", ".join(map(self.expr, params))}]' if params else ''

    # ---- parameters

    def arguments(self, args):
        parts = []
        positional = args.posonlyargs + args.args
        bare = len(positional) - len(args.defaults)
        for i, arg in enumerate(positional):
            text = self.arg(arg)
            if i >= bare:
                text += '=' + self.expr(args.defaults[i - bare])
            parts.append(text)
            if i + 1 == len(args.posonlyargs):
                parts.append('/')
        if args.vararg:
            parts.append('*' + self.arg(args.vararg))
        elif args.kwonlyargs:
            parts.append('*')
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            parts.append(self.arg(arg) + ('=' + self.expr(default) if default else ''))
        if args.kwarg:
            parts.append('**' + self.arg(args.kwarg))
        return ', '.join(parts)

    expr_arguments = arguments

    def arg(self, node):
        return node.arg + (': ' + self.expr(node.annotation) if node.annotation else '')

    expr_arg = arg
    expr_alias = alias
    expr_withitem = withitem

    def keyword(self, node):
        return ('**' if node.arg is None else node.arg + '=') + self.expr(node.value)

    expr_keyword = keyword

    def type_param(self, node, stars, bound=None):
        text = stars + node.name
        if bound:
            text += ': ' + self.expr(bound)
        if node.default_value:
            text += ' = ' + self.expr(node.default_value)
        return text

    def expr_TypeVar(self, node):
        return self.type_param(node, '', node.bound)

    def expr_TypeVarTuple(self, node):
        return self.type_param(node, '*')

    def expr_ParamSpec(self, node):
        return self.type_param(node, '**')

    # ---- expressions

    _OWN_LEVEL = {
        'NamedExpr': NAMED, 'Yield': YIELD, 'YieldFrom': YIELD, 'IfExp': TEST, 'Lambda': TEST, 'Compare': CMP,
        'Await': AWAIT,
    }

    def expr(self, node, level=TEST):
        kind = _name(node)
        if kind == 'BinOp':
            return self.binary(node, level)
        if kind == 'UnaryOp':
            sign, own = _UNARY[_name(node.op)]
            return self.enclosed(sign + self.expr(node.operand, own), level > own)
        if kind == 'BoolOp':
            return self.boolean(node, level)
        if kind == 'Tuple':
            text = _commas([self.expr(e) for e in node.elts]) if node.elts else ''
            return self.enclosed(text, not node.elts or level > TUPLE)
        method = getattr(self, 'expr_' + kind, None)
        if method is None:
            return self.other(node)
        return self.enclosed(method(node), level > self._OWN_LEVEL.get(kind, ATOM))

    def other(self, node):
        """A node that is no expression in the place of one, and classes derived from the known ones."""
        for cls in type(node).__mro__[1:]:
            if method := getattr(self, 'expr_' + cls.__name__, None):
                return method(node)
        parts = [self.expr(child) for child in ast.iter_child_nodes(node)]
        return ''.join(parts)

    @staticmethod
    def enclosed(text, wanted):
        return f'({text})' if wanted else text

    def binary(self, node, level):
        sign, own = _BINARY[_name(node.op)]
        left, right = (own + 1, own) if sign == '**' else (own, own + 1)
        text = f'{self.expr(node.left, left)} {sign} {self.expr(node.right, right)}'
        return self.enclosed(text, level > own)

    def boolean(self, node, level):
        word, own = _BOOL[_name(node.op)]
        inner = own
        parts = []
        for value in node.values:
            # Each operand must bind tighter than the one before it: nested ones of the same kind keep their shape.
            inner = min(inner + 1, ATOM)
            parts.append(self.expr(value, inner))
        return self.enclosed(f' {word} '.join(parts), level > own)

    def expr_Compare(self, node):
        text = self.expr(node.left, CMP + 1)
        for op, right in zip(node.ops, node.comparators):
            text += f' {_COMPARE[_name(op)]} {self.expr(right, CMP + 1)}'
        return text

    def expr_NamedExpr(self, node):
        return f'{self.expr(node.target, ATOM)} := {self.expr(node.value, ATOM)}'

    def expr_Await(self, node):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        return 'await ' + self.expr(node.value, ATOM)

    def expr_Yield(self, node):
        return 'yield' + (' ' + self.expr(node.value, ATOM) if node.value else '')

    def expr_YieldFrom(self, node):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        return 'yield from ' + self.expr(node.value, ATOM)

    def expr_IfExp(self, node):
        return (f'{self.expr(node.body, TEST + 1)} if {self.expr(node.test, TEST + 1)} '
                f'else {self.expr(node.orelse, TEST)}')

    def expr_Lambda(self, node):
        args = self.arguments(node.args)
        return f'lambda{" " + args if args else ""}: {self.expr(node.body, TEST)}'

    def expr_Name(self, node):
        return node.id

    def expr_Attribute(self, node):
        value = self.expr(node.value, ATOM)
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
            # The point would belong to the number.
            value += ' '
        return f'{value}.{node.attr}'

    def expr_Subscript(self, node):
        index = node.slice
        if isinstance(index, ast.Tuple) and index.elts:
            inside = _commas([self.expr(e) for e in index.elts])
        else:
            inside = self.expr(index)
        return f'{self.expr(node.value, ATOM)}[{inside}]'

    def expr_Slice(self, node):
        text = (self.expr(node.lower) if node.lower else '') + ':' + (self.expr(node.upper) if node.upper else '')
        return text + (':' + self.expr(node.step) if node.step else '')

    def expr_Starred(self, node):
        return '*' + self.expr(node.value, BITOR)

    def expr_Call(self, node):
        items = list(map(self.expr, node.args)) + list(map(self.keyword, node.keywords))
        return f'{self.expr(node.func, ATOM)}({", ".join(items)})'

    def expr_List(self, node):
        return f'[{", ".join(map(self.expr, node.elts))}]'

    def expr_Set(self, node):
        return '{' + ', '.join(map(self.expr, node.elts)) + '}' if node.elts else '{*()}'

    def expr_Dict(self, node):
        items = []
        for key, value in zip(node.keys, node.values):
            if key is None:
                items.append('**' + self.expr(value, BITOR))
            else:
                items.append(f'{self.expr(key)}: {self.expr(value)}')
        return '{' + ', '.join(items) + '}'

    def generators(self, node):
        return ''.join(map(self.expr_comprehension, node.generators))

    def expr_comprehension(self, node):
        word = ' async for ' if node.is_async else ' for '
        conditions = ''.join(f' if {self.expr(c, TEST + 1)}' for c in node.ifs)
        return f'{word}{self.expr(node.target, TUPLE)} in {self.expr(node.iter, TEST + 1)}{conditions}'

    def expr_ListComp(self, node):
        return f'[{self.expr(node.elt)}{self.generators(node)}]'

    def expr_GeneratorExp(self, node):
        return f'({self.expr(node.elt)}{self.generators(node)})'

    def expr_SetComp(self, node):
        return '{' + self.expr(node.elt) + self.generators(node) + '}'

    def expr_DictComp(self, node):
        return '{' + f'{self.expr(node.key)}: {self.expr(node.value)}' + self.generators(node) + '}'

    # ---- constants and strings

    def expr_Constant(self, node):
        return ('u' if node.kind == 'u' else '') + self.constant(node.value)

    def constant(self, value):
        if isinstance(value, tuple):
            return f'({_commas([self.constant(v) for v in value]) if value else ""})'
        if value is ...:
            return '...'
        if isinstance(value, (float, complex)):
            return repr(value).replace('inf', _INF).replace('nan', f'({_INF}-{_INF})')
        return repr(value)

    def expr_JoinedStr(self, node):
        return 'f' + self.interpolated(node.values)

    def expr_TemplateStr(self, node):
        return 't' + self.interpolated(node.values)

    def interpolated(self, values):
        pieces = [(self.piece(v), isinstance(v, ast.Constant)) for v in values]
        quotes = list(_QUOTES)
        parts = []
        for text, constant in pieces:
            if constant:
                text, usable = _quoted(text, quotes, True)
                if not set(usable) & set(quotes):
                    break
                quotes = usable
            else:
                if '\n' in text:
                    quotes = [q for q in quotes if q in _LONG]
                quotes = [q for q in quotes if q not in text] or quotes
            parts.append(text)
        else:
            return quotes[0] + ''.join(parts) + quotes[0]
        # No quotes suit all pieces: escape those within the texts.
        parts = [repr('"' + text)[2:-1] if constant else text for text, constant in pieces]
        return "'''" + ''.join(parts) + "'''"

    def piece(self, node, in_spec=False):
        if isinstance(node, ast.JoinedStr):
            return ''.join(self.piece(v, in_spec) for v in node.values)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.replace('{', '{{').replace('}', '}}')
            if in_spec:
                for plain, escaped in ('\\', '\\\\'), ("'", "\\'"), ('"', '\\"'), ('\n', '\\n'):
                    text = text.replace(plain, escaped)
            return text
        if isinstance(node, (ast.FormattedValue, ast.Interpolation)):
            return self.field(node)
        raise ValueError(f'Unexpected node inside JoinedStr, {node!r}')

    def field(self, node):
        text = getattr(node, 'str', None) if isinstance(node, ast.Interpolation) else None
        if not text:
            text = type(self)().expr(node.value, TEST + 1)
        if text.startswith('{'):
            # Two braces would stand for one.
            text = ' ' + text
        if node.conversion != -1:
            text += '!' + chr(node.conversion)
        if node.format_spec:
            text += ':' + self.piece(node.format_spec, True)
        return '{' + text + '}'

    def expr_FormattedValue(self, node):
        return self.field(node)

    def expr_Interpolation(self, node):
        return self.field(node)

    # ---- patterns

    def pattern(self, node, level=TEST):
        return getattr(self, 'pattern_' + _name(node))(node, level)

    def pattern_MatchValue(self, node, level):
        return self.expr(node.value)

    def pattern_MatchSingleton(self, node, level):
        return self.constant(node.value)

    def pattern_MatchSequence(self, node, level):
        return f'[{", ".join(map(self.pattern, node.patterns))}]'

    def pattern_MatchStar(self, node, level):
        return '*' + ('_' if node.name is None else node.name)

    def pattern_MatchMapping(self, node, level):
        items = [f'{self.expr(k)}: {self.pattern(p)}' for k, p in zip(node.keys, node.patterns)]
        if node.rest is not None:
            items.append('**' + node.rest)
        return '{' + ', '.join(items) + '}'

    def pattern_MatchClass(self, node, level):
        items = list(map(self.pattern, node.patterns))
        items += [f'{a}={self.pattern(p)}' for a, p in zip(node.kwd_attrs, node.kwd_patterns)]
        return f'{self.expr(node.cls, ATOM)}({", ".join(items)})'

    def pattern_MatchAs(self, node, level):
        if node.pattern is None:
            return '_' if node.name is None else node.name
        return self.enclosed(f'{self.pattern(node.pattern, BITOR)} as {node.name}', level > TEST)

    def pattern_MatchOr(self, node, level):
        text = ' | '.join(self.pattern(p, BITOR + 1) for p in node.patterns)
        return self.enclosed(text, level > BITOR)
