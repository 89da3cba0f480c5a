"""Colours between RGB, YIQ, HLS and HSV. All components are floats, 0 to 1 but for I and Q of YIQ.

YIQ follows FCC 47 CFR 73.682; HLS and HSV follow A. R. Smith, "Color gamut transform pairs", 1978.
"""

__all__ = ['rgb_to_yiq', 'yiq_to_rgb', 'rgb_to_hls', 'hls_to_rgb', 'rgb_to_hsv', 'hsv_to_rgb']


def _clamp(x):
    return 0.0 if x < 0.0 else 1.0 if x > 1.0 else x


def rgb_to_yiq(r, g, b):
    y = 0.30 * r + 0.59 * g + 0.11 * b
    return y, 0.74 * (r - y) - 0.27 * (b - y), 0.48 * (r - y) + 0.41 * (b - y)


def yiq_to_rgb(y, i, q):
    r = y + 0.9468822170900693 * i + 0.6235565819861433 * q
    g = y - 0.27478764629897834 * i - 0.6356910791873801 * q
    b = y - 1.1085450346420322 * i + 1.7090069284064666 * q
    return _clamp(r), _clamp(g), _clamp(b)


def _hue(r, g, b, top, spread):
    red, green, blue = (top - r) / spread, (top - g) / spread, (top - b) / spread
    if r == top:
        h = blue - green
    elif g == top:
        h = 2.0 + red - blue
    else:
        h = 4.0 + green - red
    return h / 6.0 % 1.0


def rgb_to_hls(r, g, b):
    top, low = max(r, g, b), min(r, g, b)
    total, spread = top + low, top - low
    light = total / 2.0
    if low == top:
        return 0.0, light, 0.0
    saturation = spread / total if light <= 0.5 else spread / (2.0 - top - low)
    return _hue(r, g, b, top, spread), light, saturation


def hls_to_rgb(h, l, s):
    if s == 0.0:
        return l, l, l
    high = l * (1.0 + s) if l <= 0.5 else l + s - l * s
    low = 2.0 * l - high

    def value(hue):
        hue %= 1.0
        if hue < 1 / 6:
            return low + (high - low) * hue * 6.0
        if hue < 0.5:
            return high
        if hue < 2 / 3:
            return low + (high - low) * (2 / 3 - hue) * 6.0
        return low

    return value(h + 1 / 3), value(h), value(h - 1 / 3)


def rgb_to_hsv(r, g, b):
    top, low = max(r, g, b), min(r, g, b)
    spread = top - low
    if low == top:
        return 0.0, 0.0, top
    return _hue(r, g, b, top, spread), spread / top, top


def hsv_to_rgb(h, s, v):
    if s == 0.0:
        return v, v, v
    sector = int(h * 6.0)
    rest = h * 6.0 - sector
    p, q, t = v * (1.0 - s), v * (1.0 - s * rest), v * (1.0 - s * (1.0 - rest))
    return ((v, t, p), (q, v, p), (p, v, t), (p, q, v), (t, p, v), (v, p, q))[sector % 6]
