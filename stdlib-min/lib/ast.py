"""Syntax trees: parsing text to them, walking, changing and printing them."""

from _ast import *
from _ast import AST
import sys


def parse(source, filename='<unknown>', mode='exec', *, type_comments=False, feature_version=None, optimize=-1):
    """The tree of a text.

    type_comments is accepted, but comments leave no trace in the tree.
    """
    flags = PyCF_ONLY_AST
    if optimize > 0:
        flags |= PyCF_OPTIMIZED_AST
    if type_comments:
        flags |= PyCF_TYPE_COMMENTS
    if feature_version is None:
        feature_version = -1
    elif isinstance(feature_version, tuple):
        major, minor = feature_version
        if major != 3:
            raise ValueError(f'Unsupported major version: {major}')
        feature_version = minor
    return compile(source, filename, mode, flags, _feature_version=feature_version, optimize=optimize)


# ---- literals

def literal_eval(node_or_string):
    """The value of a literal: numbers, strings, bytes, tuples, lists, sets, dicts, booleans, None and Ellipsis.

    Nothing is executed; ValueError for what is no literal.
    """
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(' \t'), mode='eval').body
    elif isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


def _malformed(node):
    where = f' on line {line}' if (line := getattr(node, 'lineno', None)) else ''
    raise ValueError(f'malformed node or string{where}: {node!r}')


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


def _signed(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        value = _number(node.operand)
        return +value if isinstance(node.op, UAdd) else -value
    return _number(node)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Call):
        if isinstance(node.func, Name) and node.func.id == 'set' and not node.args and not node.keywords:
            return set()
    elif isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    elif isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        real, imaginary = _signed(node.left), _number(node.right)
        if isinstance(real, (int, float)) and isinstance(imaginary, complex):
            return real + imaginary if isinstance(node.op, Add) else real - imaginary
    return _signed(node)


# ---- text of trees

def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """The tree as an expression that would build it."""
    if not isinstance(node, AST):
        raise TypeError(f'expected AST, got {node.__class__.__name__!r}')
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent

    def text_of(value, level):
        """Text, and whether it fits on the line of what is around it."""
        if indent is None:
            start, between = '', ', '
        else:
            level += 1
            start = '\n' + indent * level
            between = ',' + start
        if isinstance(value, list):
            if not value:
                return '[]', True
            items = between.join(text_of(item, level)[0] for item in value)
            return f'[{start}{items}]', False
        if not isinstance(value, AST):
            return repr(value), True
        cls = type(value)
        parts = []
        held = []
        simple = True
        named = annotate_fields
        for field in value._fields:
            try:
                item = getattr(value, field)
            except AttributeError:
                named = True
                continue
            if item is None and getattr(cls, field, ...) is None:
                named = True
                continue
            if (not show_empty and isinstance(item, list) and not item
                    and getattr(cls._field_types.get(field), '__origin__', None) is list):
                # Stands only if something without a name follows.
                if not named:
                    held.append('[]')
                continue
            if not named:
                parts += held
                held.clear()
            text, flat = text_of(item, level)
            simple = simple and flat
            parts.append(f'{field}={text}' if named else text)
        if include_attributes and value._attributes:
            for name in value._attributes:
                try:
                    item = getattr(value, name)
                except AttributeError:
                    continue
                if item is None and getattr(cls, name, ...) is None:
                    continue
                text, flat = text_of(item, level)
                simple = simple and flat
                parts.append(f'{name}={text}')
        name = cls.__name__
        if simple and len(parts) <= 3:
            return f'{name}({", ".join(parts)})', not parts
        return f'{name}({start}{between.join(parts)})', False

    return text_of(node, 0)[0]


def unparse(ast_obj):
    """Text that parses to an equal tree."""
    from _ast_text import Writer
    return Writer().text(ast_obj)


# ---- places

def copy_location(new_node, old_node):
    """Gives a node the place of another."""
    for name in 'lineno', 'col_offset', 'end_lineno', 'end_col_offset':
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            # The ends may be None; the starts may not.
            if value is not None or (name.startswith('end_') and hasattr(old_node, name)):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Gives nodes without a place that of the node around them."""
    root = node
    todo = [(node, (1, 0, 1, 0))]
    names = 'lineno', 'col_offset', 'end_lineno', 'end_col_offset'
    while todo:
        node, place = todo.pop()
        found = []
        for name, inherited in zip(names, place):
            if name not in node._attributes:
                found.append(inherited)
                continue
            value = getattr(node, name, None)
            if value is None and (name.startswith('end_') or not hasattr(node, name)):
                setattr(node, name, inherited)
                value = inherited
            found.append(value)
        todo.extend((child, tuple(found)) for child in iter_child_nodes(node))
    return root


def increment_lineno(node, n=1):
    """Moves a tree by n lines."""
    for child in walk(node):
        if isinstance(child, TypeIgnore):
            child.lineno = getattr(child, 'lineno', 0) + n
            continue
        if 'lineno' in child._attributes:
            child.lineno = getattr(child, 'lineno', 0) + n
        if 'end_lineno' in child._attributes and (end := getattr(child, 'end_lineno', 0)) is not None:
            child.end_lineno = end + n
    return node


# ---- walking

def iter_fields(node):
    """(name, value) of each field that the node has."""
    for name in node._fields:
        try:
            yield name, getattr(node, name)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """The nodes that are fields, or items of fields that are lists."""
    for _, value in iter_fields(node):
        if isinstance(value, AST):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """The node and all below it, level by level."""
    from collections import deque
    todo = deque([node])
    while todo:
        node = todo.popleft()
        todo.extend(iter_child_nodes(node))
        yield node


class NodeVisitor(object):
    """Calls visit_CLASS for each node that it comes to, generic_visit where there is no such method."""

    def visit(self, node):
        method = getattr(self, 'visit_' + node.__class__.__name__, self.generic_visit)
        return method(node)

    def generic_visit(self, node):
        """Visits what is below a node."""
        for _, value in iter_fields(node):
            if isinstance(value, AST):
                self.visit(value)
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)


class NodeTransformer(NodeVisitor):
    """A visitor whose results replace the nodes: None removes, a list of nodes stands in for a node in a list."""

    def generic_visit(self, node):
        for name, old in iter_fields(node):
            if isinstance(old, AST):
                new = self.visit(old)
                if new is None:
                    delattr(node, name)
                else:
                    setattr(node, name, new)
            elif isinstance(old, list):
                items = []
                for item in old:
                    if isinstance(item, AST):
                        item = self.visit(item)
                        if item is None:
                            continue
                        if not isinstance(item, AST):
                            items.extend(item)
                            continue
                    items.append(item)
                old[:] = items
        return node


def compare(a, b, /, *, compare_attributes=False):
    """Whether two trees have the same classes and fields, and if asked for the same places."""
    missing = object()

    def same(a, b):
        if type(a) is not type(b):
            return False
        if isinstance(a, AST):
            return same_node(a, b)
        if isinstance(a, list):
            return len(a) == len(b) and all(map(same, a, b))
        return a == b

    def same_node(a, b):
        if a._fields != b._fields:
            return False
        names = a._fields
        if compare_attributes:
            if a._attributes != b._attributes:
                return False
            names = names + a._attributes
        for name in names:
            left, right = getattr(a, name, missing), getattr(b, name, missing)
            if left is missing and right is missing:
                continue
            if not same(left, right):
                return False
        return True

    return same(a, b)


# ---- source

def get_docstring(node, clean=True):
    """The docstring of a module, class or function node; None if it has none."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f'{node.__class__.__name__!r} can\'t have docstrings')
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    first = node.body[0].value
    if not (isinstance(first, Constant) and isinstance(first.value, str)):
        return None
    text = first.value
    if clean:
        import inspect
        text = inspect.cleandoc(text)
    return text


def _lines(source, limit=None):
    """The lines as the parser counts them: a form feed ends none. Each keeps its end."""
    import re
    lines = re.findall(r'[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z', source)
    return lines if limit is None else lines[:limit]


def get_source_segment(source, node, *, padded=False):
    """The text of a node; None if its place is not known.

    With padded, a first line that begins in the middle is filled up with blanks.
    """
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        first, last = node.lineno - 1, node.end_lineno - 1
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = _lines(source, last + 1)
    if first == last:
        return lines[first].encode()[start:end].decode()
    before = ''
    if padded:
        skipped = lines[first].encode()[:start].decode()
        before = ''.join(c if c in '\f\t' else ' ' for c in skipped)
    begin = before + lines[first].encode()[start:].decode()
    return begin + ''.join(lines[first + 1:last]) + lines[last].encode()[:end].decode()


def main(args=None):
    """python -m ast: prints the tree of a file."""
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('infile', nargs='?', default='-',
                        help='the file to parse; defaults to stdin')
    parser.add_argument('-m', '--mode', default='exec', choices=('exec', 'single', 'eval', 'func_type'),
                        help='specify what kind of code must be parsed')
    parser.add_argument('--no-type-comments', default=True, action='store_false',
                        help="don't add information about type comments")
    parser.add_argument('-a', '--include-attributes', action='store_true',
                        help='include attributes such as line numbers and column offsets')
    parser.add_argument('-i', '--indent', type=int, default=3,
                        help='indentation of nodes (number of spaces)')
    parser.add_argument('--feature-version', type=str, default=None, metavar='VERSION',
                        help='Python version in the format 3.x (for example, 3.10)')
    parser.add_argument('-O', '--optimize', type=int, default=-1, metavar='LEVEL',
                        help='optimization level for parser (default -1)')
    parser.add_argument('--show-empty', default=False, action='store_true',
                        help='show empty lists and fields in dump output')
    args = parser.parse_args(args)
    if args.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(name, 'rb') as file:
            source = file.read()
    version = None
    if args.feature_version:
        try:
            major, minor = map(int, args.feature_version.split('.', 1))
        except ValueError:
            parser.error('Invalid format for --feature-version; expected format 3.x (for example, 3.10)')
        version = major, minor
    tree = parse(source, name, args.mode, type_comments=args.no_type_comments, feature_version=version,
                 optimize=args.optimize)
    print(dump(tree, include_attributes=args.include_attributes, indent=args.indent, show_empty=args.show_empty))


# ---- names of old versions

class slice(AST):
    """Deprecated: no node has it."""


class Index(slice):
    """Deprecated: the value itself stands for it."""

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Deprecated: a Tuple stands for it."""

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


def _get_dims(self):
    """Deprecated: use elts."""
    return self.elts


def _set_dims(self, value):
    self.elts = value


# A class whose instances had such a field could still be asked for it.
if not hasattr(Tuple, 'dims'):
    Tuple.dims = property(_get_dims, _set_dims)


class Suite(mod):
    """Deprecated: no node has it."""


class AugLoad(expr_context):
    """Deprecated: no node has it."""


class AugStore(expr_context):
    """Deprecated: no node has it."""


class Param(expr_context):
    """Deprecated: no node has it."""


if __name__ == '__main__':
    main()
