"""`format()` of fractions.

Owns the two layouts: as a quotient, and as a decimal number of given precision.
Rounding is exact, half to even.
"""


class _Spec:
    """A format specification, taken apart."""

    def __init__(self, text):
        self.text = text
        self.fill = ' '
        self.align = ''
        pos = 0
        if text[1:2] in ('<', '>', '=', '^') and text[1:2]:
            self.fill, self.align = text[0], text[1]
            pos = 2
        elif text[:1] in ('<', '>', '=', '^') and text:
            self.align = text[0]
            pos = 1
        self.sign = '-'
        if text[pos:pos + 1] in ('-', '+', ' ') and pos < len(text):
            self.sign = text[pos]
            pos += 1
        self.no_neg_zero = text[pos:pos + 1] == 'z'
        pos += self.no_neg_zero
        self.alt = text[pos:pos + 1] == '#'
        pos += self.alt
        # A zero pads only if a width follows; "0" alone is the width zero.
        self.zeropad = text[pos:pos + 1] == '0' and text[pos + 1:pos + 2].isdecimal()
        pos += self.zeropad
        self.width, pos = self._number(pos)
        self.sep = text[pos] if text[pos:pos + 1] in (',', '_') and pos < len(text) else ''
        pos += len(self.sep)
        self.precision = None
        if text[pos:pos + 1] == '.':
            self.precision, pos = self._number(pos + 1)
        self.frac_sep = ''
        if self.precision is not None or text[pos - 1:pos] == '.':
            if text[pos:pos + 1] in (',', '_') and pos < len(text):
                self.frac_sep = text[pos]
                pos += 1
        self.kind = text[pos:]

    def _number(self, pos):
        start = pos
        while self.text[pos:pos + 1].isdecimal():
            pos += 1
        return (int(self.text[start:pos]) if pos > start else None), pos


def _bad(value, text):
    raise ValueError(f'Invalid format specifier {text!r} for object of type '
                     f'{type(value).__name__!r}')


def format_fraction(value, text):
    """*value* laid out as *text* says."""
    spec = _Spec(text)
    if spec.kind == '' and spec.precision is None and not spec.no_neg_zero \
            and not text.endswith('.'):
        return _as_quotient(value, spec)
    if len(spec.kind) != 1 or spec.kind not in 'eEfFgG%' or text.endswith('.' + spec.kind):
        _bad(value, text)
    if spec.align and spec.zeropad:
        _bad(value, text)
    return _as_decimal(value, spec)


def _sign_of(negative, spec):
    return '-' if negative else '' if spec.sign == '-' else spec.sign


def _pad(sign, body, spec, align, fill):
    width = spec.width or 0
    missing = width - len(sign) - len(body)
    if missing <= 0:
        return sign + body
    if align == '>':
        return fill * missing + sign + body
    if align == '<':
        return sign + body + fill * missing
    if align == '^':
        left = missing // 2
        return fill * left + sign + body + fill * (missing - left)
    return sign + fill * missing + body


def _as_quotient(value, spec):
    if spec.zeropad:
        # Not offered for quotients.
        _bad(value, spec.text)
    body = f'{abs(value._numerator):{spec.sep}}'
    if spec.alt or value._denominator != 1:
        body += f'/{value._denominator:{spec.sep}}'
    return _pad(_sign_of(value._numerator < 0, spec), body, spec, spec.align or '>', spec.fill)


def _round_to_exponent(n, d, exponent, no_neg_zero=False):
    """(negative, integer) with integer * 10**exponent closest to n/d."""
    if exponent >= 0:
        d *= 10 ** exponent
    else:
        n *= 10 ** -exponent
    # Half to even, by magnitude.
    q, r = divmod(n + (d >> 1), d)
    if r == 0 and d & 1 == 0:
        q &= -2
    negative = q < 0 if no_neg_zero else n < 0
    return negative, abs(q)


def _round_to_figures(n, d, figures):
    """(negative, integer of so many digits, exponent) closest to n/d."""
    if n == 0:
        return False, 0, 1 - figures
    sn, sd = str(abs(n)), str(d)
    m = len(sn) - len(sd) + (sd <= sn)
    exponent = m - figures
    negative, significand = _round_to_exponent(n, d, exponent)
    if len(str(significand)) == figures + 1:
        # Rounded up to the next power of ten.
        significand //= 10
        exponent += 1
    return negative, significand, exponent


def _as_decimal(value, spec):
    kind = spec.kind
    precision = 6 if spec.precision is None else spec.precision
    upper = kind in 'EG'
    trim = kind in 'gG' and not spec.alt
    if kind in 'fF%':
        exponent = -precision - (2 if kind == '%' else 0)
        negative, significand = _round_to_exponent(value._numerator, value._denominator,
                                                   exponent, spec.no_neg_zero)
        scientific = False
        point = precision
    else:
        figures = max(precision, 1) if kind in 'gG' else precision + 1
        negative, significand, exponent = _round_to_figures(
            value._numerator, value._denominator, figures)
        scientific = kind in 'eE' or exponent > 0 or exponent + figures <= -4
        point = figures - 1 if scientific else -exponent
    if kind == '%':
        suffix = '%'
    elif scientific:
        suffix = f'{"E" if upper else "e"}{exponent + point:+03d}'
    else:
        suffix = ''
    digits = f'{significand:0{point + 1}d}'
    sign = _sign_of(negative, spec)
    leading = digits[:len(digits) - point]
    fraction = digits[len(digits) - point:]
    if trim:
        fraction = fraction.rstrip('0')
    if spec.frac_sep:
        fraction = spec.frac_sep.join(fraction[i:i + 3] for i in range(0, len(fraction), 3))
    dot = '.' if fraction or spec.alt else ''
    trailing = dot + fraction + suffix
    zeropad = spec.zeropad or spec.fill == '0' and spec.align == '='
    if zeropad:
        least = (spec.width or 0) - len(sign) - len(trailing)
        if spec.sep:
            # So many digits that with separators they fill the width.
            least = 3 * least // 4 + 1
        leading = leading.zfill(least)
    if spec.sep:
        first = 1 + (len(leading) - 1) % 3
        leading = leading[:first] + ''.join(
            spec.sep + leading[i:i + 3] for i in range(first, len(leading), 3))
    if zeropad:
        return sign + leading + trailing
    return _pad(sign, leading + trailing, spec, spec.align or '>', spec.fill)
