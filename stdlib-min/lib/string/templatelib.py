"""The types of template strings, `t"..."`.

Owns `convert`; the types themselves are native and reached through a literal.
"""

_sample = t'{0}'
Template = type(_sample)
Interpolation = type(_sample.interpolations[0])
del _sample


def convert(obj, /, conversion):
    """*obj* as `!s`, `!r` or `!a` would show it; itself if *conversion* is None."""
    if conversion is None:
        return obj
    if conversion == 's':
        return str(obj)
    if conversion == 'r':
        return repr(obj)
    if conversion == 'a':
        return ascii(obj)
    raise ValueError(f'invalid conversion specifier: {conversion}')


def _template_unpickle(*args):
    """Rebuild a Template from (strings, interpolations)."""
    strings, interpolations = args if len(args) == 2 else (args[0], ())
    parts = []
    for i, text in enumerate(strings):
        parts.append(text)
        if i < len(interpolations):
            parts.append(interpolations[i])
    return Template(*parts)
