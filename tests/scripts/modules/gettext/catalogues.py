# Catalogues: made here, read, with plural forms, contexts, fallbacks; functions of the module.
import gettext
import io
import os
import struct
import tempfile


def mo(messages, order='<', version=0):
    """The bytes of a catalogue."""
    items = sorted((k.encode(), v.encode()) for k, v in messages.items())
    head = struct.pack(order + '7I', 0x950412de, version << 16, len(items), 28, 28 + 8 * len(items), 0, 0)
    start = 28 + 16 * len(items)
    tables, texts = [b'', b''], b''
    for which in 0, 1:
        for item in items:
            tables[which] += struct.pack(order + '2I', len(item[which]), start + len(texts))
            texts += item[which] + b'\0'
    return head + tables[0] + tables[1] + texts


header = 'Project-Id-Version: 2\nContent-Type: text/plain; charset=UTF-8\nX-Long: a\n b\nPlural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n<5 ? 1 : 2);\n'
messages = {'': header, 'hello': 'h\u00e9llo', 'file\0files': 'plik\0pliki\0plik\u00f3w', 'ctx\x04hello': 'ctx hello', 'c\x04cat\0cats': 'kot\0koty\0kot\u00f3w'}
for order in '<', '>':
    t = gettext.GNUTranslations(io.BytesIO(mo(messages, order)))
    print(t.gettext('hello'), t.gettext('other'), t.pgettext('ctx', 'hello'), t.pgettext('no', 'hello'), t.charset())
    print([t.ngettext('file', 'files', n) for n in (0, 1, 2, 4, 5, 12, 22)], [t.npgettext('c', 'cat', 'cats', n) for n in (1, 3, 9)])
    print(t.ngettext('x', 'xs', 1), t.ngettext('x', 'xs', 2), t.npgettext('q', 'x', 'xs', 2), t.gettext('file'), t.pgettext('c', 'cat'))
print(t.info())
for data in b'junk' * 10, mo(messages, version=5), mo(messages)[:-20], b'':
    try:
        print(gettext.GNUTranslations(io.BytesIO(data)).info())
    except Exception as e:
        print(type(e).__name__, e)
null = gettext.NullTranslations()
print(null.gettext('a'), null.ngettext('a', 'b', 1), null.ngettext('a', 'b', 0), null.pgettext('c', 'a'), null.npgettext('c', 'a', 'b', 2), null.info(), null.charset())
more = gettext.GNUTranslations(io.BytesIO(mo({'': header, 'other': 'inny'})))
t.add_fallback(more)
t.add_fallback(null)
print(t.gettext('other'), t.gettext('third'), t.ngettext('q', 'qs', 2), t.pgettext('c', 'q'), t.npgettext('c', 'q', 'qs', 1))
for n in 1.0, 1.5, '1', None:
    try:
        print(null.ngettext('a', 'b', n), t.ngettext('file', 'files', n))
    except TypeError as e:
        print('TypeError', e)
for text in ('n', '0', 'n != 1', '!n', 'n%100', 'n > 1 || n < 0', 'n==1?0:n==2?1:2', '(n)', 'n*2+1-1', 'n/2', '1<2<3', 'n && 1 == 2', '!(n==1)', '!!n',
             'n ? 1 ? 2 : 3 : 4', '-1', 'n?', '(n', 'n)', 'x', 'n n', '', '1 2', '*n', 'n==', 'n@', '1 ? 2', '(' * 30 + 'n' + ')' * 30, 'n' * 1001, '2147483648', 'n%0'):
    try:
        f = gettext.c2py(text)
        print(text[:20], [f(n) for n in (0, 1, 2, 3, 101)])
    except Exception as e:
        print(text[:20], type(e).__name__, str(e)[:80])
with tempfile.TemporaryDirectory() as home:
    for lang in 'pl', 'de_DE', 'fr':
        folder = os.path.join(home, lang, 'LC_MESSAGES')
        os.makedirs(folder)
        with open(os.path.join(folder, 'app.mo'), 'wb') as file:
            file.write(mo({'': header, 'hello': lang + ' hello', **({'two': 'zwei'} if lang == 'de_DE' else {})}))
    show = lambda p: p and [os.path.relpath(x, home) for x in (p if isinstance(p, list) else [p])]
    print(show(gettext.find('app', home, ['de_DE.UTF-8@euro', 'fr'])), show(gettext.find('app', home, ['xx', 'fr', 'pl'], all=True)),
          gettext.find('app', home, ['xx']), gettext.find('app', home, ['C', 'fr']))
    os.environ['LANGUAGE'] = 'pl:de_DE'
    print(show(gettext.find('app', home, all=True)))
    t = gettext.translation('app', home)
    print(t.gettext('hello'), t.gettext('two'))
    try:
        gettext.translation('nothing', home)
    except FileNotFoundError as e:
        print(e)
    print(type(gettext.translation('nothing', home, fallback=True)).__name__)
    print(gettext.bindtextdomain('app', home) == home, gettext.bindtextdomain('app') == home, gettext.textdomain(), gettext.textdomain('app'), gettext.textdomain())
    print(gettext.gettext('hello'), gettext.ngettext('a', 'b', 2), gettext.pgettext('c', 'x'), gettext.npgettext('c', 'x', 'y', 1), gettext.dgettext('zz', 'hello'),
          gettext.dgettext('app', 'two'), gettext.dngettext('app', 'a', 'b', 1), gettext.dpgettext('app', 'c', 'x'), gettext.dnpgettext('zz', 'c', 'x', 'y', 2))
    gettext.install('app', home, names=['ngettext', 'nothing'])
    print(_('hello'), ngettext('a', 'b', 5))
