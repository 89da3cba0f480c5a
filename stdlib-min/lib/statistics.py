"""Basic statistics.

Owns averages, spreads, relations between two inputs, NormalDist and kernel
density estimation. Sums are exact: numbers are added as fractions, grouped by
denominator, and rounded once at the end. Types are kept where possible.
"""

import math
from bisect import bisect_left, bisect_right
from collections import namedtuple
from fractions import Fraction
from itertools import count as _count, repeat
from math import exp, fsum, isfinite, isinf, isnan, log, sqrt, sumprod, tau

__all__ = ['NormalDist', 'StatisticsError', 'correlation', 'covariance', 'fmean',
           'geometric_mean', 'harmonic_mean', 'kde', 'kde_random', 'linear_regression', 'mean',
           'median', 'median_grouped', 'median_high', 'median_low', 'mode', 'multimode',
           'pstdev', 'pvariance', 'quantiles', 'stdev', 'variance']

_SQRT2 = sqrt(2.0)


class StatisticsError(ValueError):
    """Data that a statistic is not defined for."""


# --- exact sums --------------------------------------------------------------------

def _is_decimal_type(T):
    import sys
    decimal = sys.modules.get('decimal')
    return decimal is not None and issubclass(T, decimal.Decimal)


def _isfinite(x):
    try:
        return x.is_finite()
    except AttributeError:
        return isfinite(x)


def _exact_ratio(x):
    """(numerator, denominator) of *x*; (x, None) for what is not finite."""
    try:
        return x.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return x, None
    try:
        return x.numerator, x.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to "
                        'numerator/denominator') from None


def _coerce(T, S):
    """The type of results from values of both types."""
    if T is S or S is int or S is bool:
        return T
    if T is int:
        return S
    if issubclass(S, T):
        return S
    if issubclass(T, S):
        return T
    if issubclass(T, int):
        return S
    if issubclass(S, int):
        return T
    if issubclass(T, Fraction) and issubclass(S, float):
        return S
    if issubclass(T, float) and issubclass(S, Fraction):
        return T
    raise TypeError(f"don't know how to coerce {T.__name__} and {S.__name__}")


def _common_type(types):
    result = int
    for T in types:
        result = _coerce(result, T)
    return result


def _convert(value, T):
    """A fraction as a T; where ints do not suffice, as a float."""
    if type(value) is T:
        return value
    if issubclass(T, int) and value.denominator != 1:
        T = float
    try:
        return T(value)
    except TypeError:
        if _is_decimal_type(T):
            return T(value.numerator) / value.denominator
        raise


def _total(partials):
    """The sum of numerators by denominator; whatever is not finite wins."""
    if None in partials:
        return partials[None]
    return sum((Fraction(n, d) for d, n in partials.items()), Fraction(0))


def _sum(data):
    """(type, exact sum, number of values)"""
    count = 0
    types = {}
    partials = {}
    for value in data:
        types[type(value)] = None
        n, d = _exact_ratio(value)
        partials[d] = partials.get(d, 0) + n
        count += 1
    return _common_type(types), _total(partials), count


def _ss(data, c=None):
    """(type, sum of squared differences from *c* or the mean, mean, number of values)"""
    if c is not None:
        T, ssd, count = _sum((d := x - c) * d for x in data)
        return T, ssd, c, count
    count = 0
    types = {}
    sums = {}
    squares = {}
    for value in data:
        types[type(value)] = None
        n, d = _exact_ratio(value)
        sums[d] = sums.get(d, 0) + n
        squares[d] = squares.get(d, 0) + n * n
        count += 1
    T = _common_type(types)
    if not count:
        return T, Fraction(0), Fraction(0), 0
    if None in sums:
        mean = ssd = sums[None]
        return T, ssd, mean, count
    total = _total(sums)
    square = sum((Fraction(n, d * d) for d, n in squares.items()), Fraction(0))
    # With exact numbers the textbook formula is safe.
    return T, (count * square - total * total) / count, total / count, count


def _integer_sqrt_of_frac_rto(n, m):
    """The square root of n/m, rounded to odd."""
    a = math.isqrt(n // m)
    return a | (a * a * m != n)


_sqrt_bit_width = 2 * 53 + 3


def _float_sqrt_of_frac(n, m):
    """The square root of n/m, correctly rounded."""
    # Rounding to odd with three extra bits makes the final division exact.
    q = (n.bit_length() - m.bit_length() - _sqrt_bit_width) // 2
    if q >= 0:
        return (_integer_sqrt_of_frac_rto(n, m << 2 * q) << q) / 1
    return _integer_sqrt_of_frac_rto(n << -2 * q, m) / (1 << -q)


def _decimal_sqrt_of_frac(n, m):
    """The square root of n/m as a Decimal, correctly rounded."""
    from decimal import Decimal
    if n <= 0:
        if not n:
            return Decimal('0.0')
        n, m = -n, -m
    root = (Decimal(n) / Decimal(m)).sqrt()
    nr, dr = root.as_integer_ratio()
    # Off by at most one unit in the last place: compare with the midpoints.
    plus = root.next_plus()
    np, dp = plus.as_integer_ratio()
    if 4 * n * (dr * dp) ** 2 > m * (dr * np + dp * nr) ** 2:
        return plus
    minus = root.next_minus()
    nm, dm = minus.as_integer_ratio()
    if 4 * n * (dr * dm) ** 2 < m * (dr * nm + dm * nr) ** 2:
        return minus
    return root


def _fail_neg(values, errmsg='negative value'):
    for x in values:
        if x < 0:
            raise StatisticsError(errmsg)
        yield x


def _rank(data, /, *, key=None, reverse=False, ties='average', start=1):
    """The rank of each value; equal ones share the average of theirs."""
    if ties != 'average':
        raise ValueError(f'Unknown tie resolution method: {ties!r}')
    if key is not None:
        data = map(key, data)
    pairs = sorted(zip(data, _count()), reverse=reverse)
    result = [0] * len(pairs)
    i = 0
    while i < len(pairs):
        value = pairs[i][0]
        j = i + 1
        while j < len(pairs) and (pairs[j][0] is value or pairs[j][0] == value):
            j += 1
        rank = start + i + (j - i - 1) / 2
        for _, position in pairs[i:j]:
            result[position] = rank
        i = j
    return result


# --- averages ------------------------------------------------------------------------

def mean(data):
    """The sum divided by the number of values."""
    T, total, n = _sum(data)
    if n < 1:
        raise StatisticsError('mean requires at least one data point')
    return _convert(total / n, T)


def fmean(data, weights=None):
    """The mean as a float; faster than `mean`."""
    if weights is None:
        try:
            n = len(data)
        except TypeError:
            data = list(data)
            n = len(data)
        total = fsum(data)
        if not n:
            raise StatisticsError('fmean requires at least one data point')
        return total / n
    if not isinstance(weights, (list, tuple)):
        weights = list(weights)
    try:
        num = sumprod(data, weights)
    except ValueError:
        raise StatisticsError('data and weights must be the same length')
    den = fsum(weights)
    if not den:
        raise StatisticsError('sum of weights must be non-zero')
    return num / den


def geometric_mean(data):
    """The n-th root of the product of n values, as a float."""
    n = 0
    zero = False
    logs = []
    for x in data:
        n += 1
        if x > 0.0 or isnan(x):
            logs.append(log(x))
        elif x == 0.0:
            zero = True
        else:
            raise StatisticsError('No negative inputs allowed', x)
    if not n:
        raise StatisticsError('Must have a non-empty dataset')
    total = fsum(logs)
    if isnan(total):
        return math.nan
    if zero:
        return math.nan if total == math.inf else 0.0
    return exp(total / n)


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of the reciprocals."""
    if iter(data) is data:
        data = list(data)
    errmsg = 'harmonic mean does not support negative values'
    n = len(data)
    if n < 1:
        raise StatisticsError('harmonic_mean requires at least one data point')
    if n == 1 and weights is None:
        import numbers
        x = data[0]
        if isinstance(x, numbers.Real) or _is_decimal_type(type(x)):
            if x < 0:
                raise StatisticsError(errmsg)
            return x
        raise TypeError('unsupported type')
    if weights is None:
        weights = repeat(1, n)
        sum_weights = n
    else:
        if iter(weights) is weights:
            weights = list(weights)
        if len(weights) != n:
            raise StatisticsError('Number of weights does not match data size')
        _, sum_weights, _ = _sum(w for w in _fail_neg(weights, errmsg))
    try:
        data = _fail_neg(data, errmsg)
        T, total, _ = _sum(w / x if w else 0 for w, x in zip(weights, data))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError('Weighted sum must be positive')
    return _convert(sum_weights / total, T)


def _sorted(data):
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data, len(data)


def median(data):
    """The middle value, or the mean of the two in the middle."""
    data, n = _sorted(data)
    i = n // 2
    return data[i] if n % 2 else (data[i - 1] + data[i]) / 2


def median_low(data):
    """The middle value, or the lower of the two in the middle."""
    data, n = _sorted(data)
    return data[(n - 1) // 2]


def median_high(data):
    """The middle value, or the higher of the two in the middle."""
    data, n = _sorted(data)
    return data[n // 2]


def median_grouped(data, interval=1.0):
    """The median of data that stand for intervals of a given width."""
    data, n = _sorted(data)
    x = data[n // 2]
    below = bisect_left(data, x)
    inside = bisect_right(data, x, lo=below) - below
    try:
        interval = float(interval)
        x = float(x)
    except ValueError:
        raise TypeError('Value cannot be converted to a float')
    lower = x - interval / 2.0
    return lower + interval * (n / 2 - below) / inside


def _counts(data):
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    return counts


def mode(data):
    """The most common value, the first one if there are several."""
    counts = _counts(data)
    if not counts:
        raise StatisticsError('no mode for empty data')
    return max(counts, key=counts.get)


def multimode(data):
    """All values that are most common, in the order of their occurrence."""
    counts = _counts(data)
    top = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == top]


def quantiles(data, *, n=4, method='exclusive'):
    """The n - 1 points that cut the data into n parts of equal probability."""
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        if size == 1:
            return data * (n - 1)
        raise StatisticsError('must have at least one data point')
    result = []
    if method == 'inclusive':
        m = size - 1
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == 'exclusive':
        m = size + 1
        for i in range(1, n):
            j = min(max(i * m // n, 1), size - 1)
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f'Unknown method: {method!r}')


# --- spread --------------------------------------------------------------------------

def variance(data, xbar=None):
    """The variance of a sample."""
    T, ss, _, n = _ss(data, xbar)
    if n < 2:
        raise StatisticsError('variance requires at least two data points')
    return _convert(ss / (n - 1), T)


def pvariance(data, mu=None):
    """The variance of a whole population."""
    T, ss, _, n = _ss(data, mu)
    if n < 1:
        raise StatisticsError('pvariance requires at least one data point')
    return _convert(ss / n, T)


def _root(T, value):
    """The square root of a fraction, of type T."""
    try:
        n, d = value.numerator, value.denominator
    except AttributeError:
        raise ValueError('inf or nan encountered in data') from None
    return _decimal_sqrt_of_frac(n, d) if _is_decimal_type(T) else _float_sqrt_of_frac(n, d)


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    T, ss, _, n = _ss(data, xbar)
    if n < 2:
        raise StatisticsError('stdev requires at least two data points')
    return _root(T, ss / (n - 1))


def pstdev(data, mu=None):
    """The standard deviation of a whole population."""
    T, ss, _, n = _ss(data, mu)
    if n < 1:
        raise StatisticsError('pstdev requires at least one data point')
    return _root(T, ss / n)


def _mean_stdev(data):
    T, ss, xbar, n = _ss(data)
    if n < 2:
        raise StatisticsError('stdev requires at least two data points')
    mss = ss / (n - 1)
    try:
        return float(xbar), _float_sqrt_of_frac(mss.numerator, mss.denominator)
    except AttributeError:
        return float(xbar), float(xbar) / float(ss)


# --- two inputs ------------------------------------------------------------------------

def _check_pair(x, y, name):
    n = len(x)
    if len(y) != n:
        raise StatisticsError(f'{name} requires that both inputs have same number of data points')
    if n < 2:
        raise StatisticsError(f'{name} requires at least two data points')
    return n


def covariance(x, y, /):
    """How much two variables vary together."""
    n = _check_pair(x, y, 'covariance')
    xbar = fsum(x) / n
    ybar = fsum(y) / n
    return sumprod((xi - xbar for xi in x), (yi - ybar for yi in y)) / (n - 1)


def _sqrtprod(x, y):
    """The square root of x * y, without overflow on the way and correctly rounded."""
    h = sqrt(x * y)
    if not isfinite(h):
        if isinf(h) and not isinf(x) and not isinf(y):
            scale = 2.0 ** -512
            return _sqrtprod(scale * x, scale * y) / scale
        return h
    if not h:
        if x and y:
            scale = 2.0 ** 537
            return _sqrtprod(scale * x, scale * y) / scale
        return h
    # One step of Newton's method, with the error of the square computed exactly.
    return h + sumprod((x, h), (y, -h)) / (2.0 * h)


def correlation(x, y, /, *, method='linear'):
    """Pearson's correlation, or Spearman's with method='ranked'; from -1 to 1."""
    n = _check_pair(x, y, 'correlation')
    if method not in ('linear', 'ranked'):
        raise ValueError(f'Unknown method: {method!r}')
    if method == 'ranked':
        start = (n - 1) / -2
        x = _rank(x, start=start)
        y = _rank(y, start=start)
    else:
        xbar = fsum(x) / n
        ybar = fsum(y) / n
        x = [xi - xbar for xi in x]
        y = [yi - ybar for yi in y]
    try:
        return sumprod(x, y) / _sqrtprod(sumprod(x, x), sumprod(y, y))
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant')


LinearRegression = namedtuple('LinearRegression', ('slope', 'intercept'))


def linear_regression(x, y, /, *, proportional=False):
    """The straight line with the least squared distances from the points."""
    n = _check_pair(x, y, 'linear regression')
    xbar = ybar = 0.0
    if not proportional:
        xbar = fsum(x) / n
        ybar = fsum(y) / n
        x = [xi - xbar for xi in x]
        y = [yi - ybar for yi in y]
    sxy = sumprod(x, y) + 0.0
    sxx = sumprod(x, x)
    try:
        slope = sxy / sxx
    except ZeroDivisionError:
        raise StatisticsError('x is constant')
    return LinearRegression(slope=slope,
                            intercept=0.0 if proportional else ybar - slope * xbar)


# --- normal distribution -----------------------------------------------------------------

def _poly(x, *coefficients):
    """A polynomial by Horner's rule, the highest power first."""
    result = 0.0
    for c in coefficients:
        result = result * x + c
    return result


def _normal_dist_inv_cdf(p, mu, sigma):
    """Algorithm AS 241, PPND16 (Wichura, Applied Statistics 37, 1988)."""
    q = p - 0.5
    if math.fabs(q) <= 0.425:
        r = 0.180625 - q * q
        num = _poly(r, 2.50908_09287_30122_6727e+3, 3.34305_75583_58812_8105e+4,
                    6.72657_70927_00870_0853e+4, 4.59219_53931_54987_1457e+4,
                    1.37316_93765_50946_1125e+4, 1.97159_09503_06551_4427e+3,
                    1.33141_66789_17843_7745e+2, 3.38713_28727_96366_6080e+0) * q
        den = _poly(r, 5.22649_52788_52854_5610e+3, 2.87290_85735_72194_2674e+4,
                    3.93078_95800_09271_0610e+4, 2.12137_94301_58659_5867e+4,
                    5.39419_60214_24751_1077e+3, 6.87187_00749_20579_0830e+2,
                    4.23133_30701_60091_1252e+1, 1.0)
        return mu + num / den * sigma
    r = sqrt(-log(p if q <= 0.0 else 1.0 - p))
    if r <= 5.0:
        r = r - 1.6
        num = _poly(r, 7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2,
                    2.41780_72517_74506_11770e-1, 1.27045_82524_52368_38258e+0,
                    3.64784_83247_63204_60504e+0, 5.76949_72214_60691_40550e+0,
                    4.63033_78461_56545_29590e+0, 1.42343_71107_49683_57734e+0)
        den = _poly(r, 1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4,
                    1.51986_66563_61645_71966e-2, 1.48103_97642_74800_74590e-1,
                    6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e+0,
                    2.05319_16266_37758_82187e+0, 1.0)
    else:
        r = r - 5.0
        num = _poly(r, 2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5,
                    1.24266_09473_88078_43860e-3, 2.65321_89526_57612_30930e-2,
                    2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e+0,
                    5.46378_49111_64114_36990e+0, 6.65790_46435_01103_77720e+0)
        den = _poly(r, 2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7,
                    1.84631_83175_10054_68180e-5, 7.86869_13114_56132_59100e-4,
                    1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
                    5.99832_20655_58879_37690e-1, 1.0)
    x = num / den
    return mu + (-x if q < 0.0 else x) * sigma


try:
    from _statistics import _normal_dist_inv_cdf
except ImportError:
    pass


class NormalDist:
    """A normal distribution of a random variable."""

    __slots__ = {'_mu': 'Arithmetic mean of a normal distribution',
                 '_sigma': 'Standard deviation of a normal distribution'}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The distribution that fits the data."""
        return cls(*_mean_stdev(data))

    def samples(self, n, *, seed=None):
        """*n* random values."""
        import random
        draw = random.random if seed is None else random.Random(seed).random
        mu, sigma = self._mu, self._sigma
        return [_normal_dist_inv_cdf(draw(), mu, sigma) for _ in repeat(None, n)]

    def pdf(self, x):
        """The density at *x*."""
        variance = self._sigma * self._sigma
        if not variance:
            raise StatisticsError('pdf() not defined when sigma is zero')
        diff = x - self._mu
        return exp(diff * diff / (-2.0 * variance)) / sqrt(tau * variance)

    def cdf(self, x):
        """The probability of a value of at most *x*."""
        if not self._sigma:
            raise StatisticsError('cdf() not defined when sigma is zero')
        return 0.5 * math.erfc((self._mu - x) / (self._sigma * _SQRT2))

    def inv_cdf(self, p):
        """The value whose probability of not being exceeded is *p*."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        return _normal_dist_inv_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """The n - 1 points that divide into n parts of equal probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """The area that the densities of two distributions have in common."""
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        X, Y = self, other
        if (Y._sigma, Y._mu) < (X._sigma, X._mu):
            # The same result for both orders.
            X, Y = Y, X
        X_var, Y_var = X.variance, Y.variance
        if not X_var or not Y_var:
            raise StatisticsError('overlap() not defined when sigma is zero')
        dv = Y_var - X_var
        dm = math.fabs(Y._mu - X._mu)
        if not dv:
            return math.erfc(dm / (2.0 * X._sigma * _SQRT2))
        a = X._mu * Y_var - Y._mu * X_var
        b = X._sigma * Y._sigma * sqrt(dm * dm + dv * log(Y_var / X_var))
        x1 = (a + b) / dv
        x2 = (a - b) / dv
        return 1.0 - (math.fabs(Y.cdf(x1) - X.cdf(x1)) + math.fabs(Y.cdf(x2) - X.cdf(x2)))

    def zscore(self, x):
        """How many standard deviations *x* is above the mean."""
        if not self._sigma:
            raise StatisticsError('zscore() not defined when sigma is zero')
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        """The mean."""
        return self._mu

    @property
    def median(self):
        """The same as the mean."""
        return self._mu

    @property
    def mode(self):
        """The same as the mean."""
        return self._mu

    @property
    def stdev(self):
        """The standard deviation."""
        return self._sigma

    @property
    def variance(self):
        """The square of the standard deviation."""
        return self._sigma * self._sigma

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * math.fabs(x2))

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / math.fabs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    __radd__ = __add__

    def __rsub__(x1, x2):
        return -(x1 - x2)

    __rmul__ = __mul__

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state


# --- kernel density estimation -------------------------------------------------------------

def _newton_raphson(f_inv_estimate, f, f_prime, tolerance=1e-12):
    """The inverse of *f*, improved from an estimate."""
    def f_inv(y):
        x = f_inv_estimate(y)
        while abs(diff := f(x) - y) > tolerance:
            x -= diff / f_prime(x)
        return x
    return f_inv


def _power_estimate(power):
    """A rough inverse of the distribution function of a bell on [-1, 1]."""
    def estimate(p):
        if p <= 0.5:
            return (2.0 * p) ** power - 1.0
        return 1.0 - (2.0 * (1.0 - p)) ** power
    return estimate


def _kernel(name):
    """(density, distribution, inverse distribution, half width or None) of a kernel."""
    pi = math.pi
    if name in ('normal', 'gauss'):
        c1 = 1 / sqrt(2 * pi)
        c2 = -1 / _SQRT2
        return (lambda t: exp(-1 / 2 * t * t) * c1, lambda t: 0.5 * math.erfc(t * c2),
                lambda p: _normal_dist_inv_cdf(p, 0.0, 1.0), None)
    if name == 'logistic':
        return (lambda t: 0.5 / (1.0 + math.cosh(t)), lambda t: 1.0 - 1.0 / (exp(t) + 1.0),
                lambda p: log(p / (1.0 - p)), None)
    if name == 'sigmoid':
        return (lambda t: 1 / pi / math.cosh(t), lambda t: 2 / pi * math.atan(exp(t)),
                lambda p: log(math.tan(p * pi / 2)), None)
    if name in ('rectangular', 'uniform'):
        return lambda t: 0.5, lambda t: 0.5 * t + 0.5, lambda p: 2.0 * p - 1.0, 1.0
    if name == 'triangular':
        return (lambda t: 1.0 - abs(t), lambda t: t * t * (0.5 if t < 0.0 else -0.5) + t + 0.5,
                lambda p: sqrt(2.0 * p) - 1.0 if p < 0.5 else 1.0 - sqrt(2.0 - 2.0 * p), 1.0)
    if name in ('parabolic', 'epanechnikov'):
        return (lambda t: 3 / 4 * (1.0 - t * t),
                lambda t: sumprod((-1 / 4, 3 / 4, 1 / 2), (t ** 3, t, 1.0)),
                lambda p: 2.0 * math.cos((math.acos(2.0 * p - 1.0) + pi) / 3.0), 1.0)
    if name in ('quartic', 'biweight'):
        def pdf(t):
            return 15 / 16 * (1.0 - t * t) ** 2

        def cdf(t):
            return sumprod((3 / 16, -5 / 8, 15 / 16, 1 / 2), (t ** 5, t ** 3, t, 1.0))
        return pdf, cdf, _newton_raphson(_power_estimate(0.426), cdf, pdf), 1.0
    if name == 'triweight':
        def pdf(t):
            return 35 / 32 * (1.0 - t * t) ** 3

        def cdf(t):
            return sumprod((-5 / 32, 21 / 32, -35 / 32, 35 / 32, 1 / 2),
                           (t ** 7, t ** 5, t ** 3, t, 1.0))
        return pdf, cdf, _newton_raphson(_power_estimate(0.34), cdf, pdf), 1.0
    if name == 'cosine':
        c1 = pi / 4
        c2 = pi / 2
        return (lambda t: c1 * math.cos(c2 * t), lambda t: 0.5 * math.sin(c2 * t) + 0.5,
                lambda p: 2 * math.asin(2 * p - 1) / pi, 1.0)
    raise StatisticsError(f'Unknown kernel name: {name!r}')


def _check_kde(data, h):
    n = len(data)
    if not n:
        raise StatisticsError('Empty data sequence')
    if not isinstance(data[0], (int, float)):
        raise TypeError('Data sequence must contain ints or floats')
    if h <= 0.0:
        raise StatisticsError(f'Bandwidth h must be positive, not {h=!r}')
    return n


def kde(data, h, kernel='normal', *, cumulative=False):
    """A function that estimates the density from which the data came."""
    n = _check_kde(data, h)
    K, W, _, support = _kernel(kernel)
    if support is None:
        def pdf(x):
            return sum(K((x - x_i) / h) for x_i in data) / (len(data) * h)

        def cdf(x):
            return sum(W((x - x_i) / h) for x_i in data) / len(data)
    else:
        sample = sorted(data)
        bandwidth = h * support

        def near(x):
            """(how many values are below all in reach, those in reach)"""
            nonlocal n, sample
            if len(data) != n:
                # The caller has added some.
                sample = sorted(data)
                n = len(data)
            i = bisect_left(sample, x - bandwidth)
            return i, sample[i:bisect_right(sample, x + bandwidth)]

        def pdf(x):
            _, supported = near(x)
            return sum(K((x - x_i) / h) for x_i in supported) / (n * h)

        def cdf(x):
            i, supported = near(x)
            return sum((W((x - x_i) / h) for x_i in supported), i) / n
    if cumulative:
        cdf.__doc__ = f'CDF estimate with {h=!r} and {kernel=!r}'
        return cdf
    pdf.__doc__ = f'PDF estimate with {h=!r} and {kernel=!r}'
    return pdf


def kde_random(data, h, kernel='normal', *, seed=None):
    """A function that draws from the estimated density."""
    import random
    _check_kde(data, h)
    _, _, inverse, _ = _kernel(kernel)
    prng = random.Random(seed)
    uniform, choice = prng.random, prng.choice

    def rand():
        return choice(data) + h * inverse(uniform())

    rand.__doc__ = f'Random KDE selection with {h=!r} and {kernel=!r}'
    return rand
