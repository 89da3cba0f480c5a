# Formats, checks, presets and filters: what is taken, what is refused, properties of filters.
import lzma
from lzma import LZMACompressor, LZMADecompressor


def call(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print('fine', len(r) if isinstance(r, bytes) else type(r).__name__)
    except Exception as e:
        print(type(e).__name__, e)


one, two = {'id': lzma.FILTER_LZMA1}, {'id': lzma.FILTER_LZMA2}
raw, old = lzma.FORMAT_RAW, lzma.FORMAT_ALONE
for args, kwargs in [((99,), {}), ((0,), {}), ((), {'preset': 10}), ((), {'preset': -1}), ((), {'preset': 1 << 40}), ((), {'preset': 6, 'filters': [two]}), ((old,), {'check': 1}),
                     ((raw,), {}), ((raw,), {'check': 0, 'filters': [one]}), ((raw,), {'filters': [one], 'preset': 5}), ((old,), {'filters': [one, one]}), ((old,), {'filters': [two]}),
                     ((old,), {'filters': [{**one, 'lc': 1}]}), ((), {'check': 99}), ((), {'check': 2}), (('x',), {}), ((), {'check': 'x'}), ((), {'preset': 'x'})]:
    call(LZMACompressor, *args, **kwargs)
for filters in ([two] * 5, 5, [5], [{}], {}, [], iter([two]), [{'id': 99}], [{'id': 'x'}], [{'id': -1}], [{'id': 1 << 70}], [{**two, 'x': 1}], [{**two, 'preset': 99}],
                [{**two, 'preset': 'x'}], [{**two, 'lc': 9}], [{**two, 'dict_size': 'x'}], [{**two, 'dict_size': -1}], [{**two, 'mf': 99}], [{**two, 'mode': 99}], [one],
                [{'id': lzma.FILTER_DELTA, 'x': 1}, two], [{'id': lzma.FILTER_X86, 'x': 1}, two], [{'id': lzma.FILTER_DELTA, 'dist': 1000}, two],
                [{'id': lzma.FILTER_X86, 'start_offset': 3}, two], [{'id': lzma.FILTER_X86, 'start_offset': 1 << 40}, two], [{'id': lzma.FILTER_DELTA}]):
    call(LZMACompressor, filters=filters)
for args, kwargs in [((99,), {}), ((raw,), {}), ((raw,), {'memlimit': 5, 'filters': [one]}), ((), {'filters': [one]}), ((), {'memlimit': -1}), ((), {'memlimit': 'x'}),
                     ((raw,), {'filters': []}), ((raw,), {'filters': [one]}), ((), {'memlimit': 1 << 70})]:
    call(LZMADecompressor, *args, **kwargs)
for spec in (one, two, {**one, 'preset': 9, 'lc': 1, 'lp': 2, 'pb': 0}, {**one, 'dict_size': 12345}, {**two, 'dict_size': 12345}, {**two, 'preset': 0}, {'id': lzma.FILTER_DELTA},
             {'id': lzma.FILTER_DELTA, 'dist': 7}, {'id': lzma.FILTER_X86}, {'id': lzma.FILTER_ARM, 'start_offset': 0x1234}, {**one, 'lc': 9}, {**two, 'dict_size': 1},
             {**two, 'dict_size': 0xffffffff}, {**two, 'dict_size': 0xc0000000}, {**one, 'preset': 9 | lzma.PRESET_EXTREME}):
    try:
        data = lzma._encode_filter_properties(spec)
        print(spec, data, lzma._decode_filter_properties(spec['id'], data))
    except lzma.LZMAError as e:
        print(spec, e)
for number, data in ((one['id'], b''), (one['id'], b'\xff\0\0\0\1'), (33, b'\x29'), (33, b'\x28'), (33, b''), (3, b''), (4, b'\1'), (99, b''), (4, b''), (4, b'\0\0\0\0'),
                     (33, b'\x12'), (one['id'], b'\x5d\x03\0\0\0')):
    call(lzma._decode_filter_properties, number, data)
print(sorted(lzma.__all__), {n: getattr(lzma, n) for n in dir(lzma) if n.isupper() and n[0] != '_'})
print(LZMACompressor, LZMADecompressor, lzma.LZMAError.__mro__[1], [lzma.is_check_supported(i) for i in (0, 1, 2, 4, 10, 15, 16)])
