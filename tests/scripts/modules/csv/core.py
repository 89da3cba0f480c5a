"""Readers, writers and dialects: every parameter, every state, every message."""
import copy
import csv
import io
import sys


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


def R(lines, **k):
    return list(csv.reader(lines, **k))


def W(row, **k):
    o = io.StringIO()
    n = csv.writer(o, **k).writerow(row)
    return n, o.getvalue()


for k in [
    dict(delimiter=""), dict(delimiter="ab"), dict(delimiter=1), dict(delimiter=None), dict(delimiter="\n"), dict(quotechar="ab"),
    dict(quotechar=""), dict(quotechar=None), dict(quotechar=None, quoting=csv.QUOTE_NONE), dict(quotechar=None, quoting=0), dict(quoting=9), dict(quoting="x"),
    dict(quoting=None), dict(escapechar="ab"), dict(lineterminator=None), dict(lineterminator=5), dict(delimiter=" ", skipinitialspace=True),
    dict(delimiter=",", quotechar=","), dict(delimiter=",", escapechar=","), dict(quotechar='"', escapechar='"'), dict(delimiter=",", lineterminator=","),
    dict(quotechar=" ", skipinitialspace=1), dict(escapechar="\r"), dict(foo=1), dict(dialect="nope"), dict(dialect=5), dict(strict=5),
    dict(quotechar='"', lineterminator='"'), dict(doublequote=None),
]:
    print(k, end=" ")
    t(lambda: R(["a,b"], **k))
for s, k in [
    (['a"b,c'], {}), (['"a"b,c'], {}), (['"a"b,c'], dict(strict=True)), (['"a,b'], {}), (['"a,b'], dict(strict=True)), (['"a', 'b",c'], {}),
    (["a\nb"], {}), (["a\rb"], {}), (["a\r\n"], {}), (["a\\,b"], dict(escapechar="\\")), (["a\\"], dict(escapechar="\\")), (["a\\", "b"], dict(escapechar="\\")),
    (["a\\"], dict(escapechar="\\", strict=True)), (['"a\\'], dict(escapechar="\\")), (['1,"2",x'], dict(quoting=csv.QUOTE_NONNUMERIC)),
    (["a\\\nb"], dict(escapechar="\\")), (["a\\\n", "b,c"], dict(escapechar="\\")), (['"a\\"b",c'], dict(escapechar="\\")), (['"a\\"b",c'], dict(escapechar="\\", doublequote=False)),
    (['1,"2",'], dict(quoting=csv.QUOTE_NONNUMERIC)), ([',"",a'], dict(quoting=csv.QUOTE_NOTNULL)), ([',"",1'], dict(quoting=csv.QUOTE_STRINGS)),
    ([',"",x'], dict(quoting=csv.QUOTE_STRINGS)), ([b"a"], {}), ([5], {}), (['a, "b"'], dict(skipinitialspace=True)), (["a, b"], dict(skipinitialspace=True)),
    ([""], {}), (["\n"], {}), (["a,b,"], {}), (['"a""b"'], {}), (['"a""b"'], dict(doublequote=False)), (["'a','b"], dict(quotechar="'")), (['a"b"'], dict(quoting=3)),
    (['"a\nb"'], {}), (['"a\n', '\n', 'b",c\n'], {}), (["a\0b"], {}), (['  "a" ,b'], dict(skipinitialspace=True)), (['"a" ,b'], dict(strict=1)), (['"x"\\n'], dict(escapechar="\\")),
    (["a;b", "c;d"], dict(delimiter=";")), (["a\tb"], dict(dialect="excel-tab")), (["\r\n", "a"], {}), (["a\r", "b\n"], {}), ([",,"], {}), (['"",""'], {}), (['"'], {}), (['""'], {}), (["a\n\n"], {}), (["a\r\n\r\nb"], {}),
]:
    print(s, k, end=" ")
    t(lambda: R(s, **k))
for r, k in [
    ([1, 2.5, None, 'a"b', "c,d"], {}), ([""], {}), ([], {}), ([None], {}), (["a\nb", "c\rd"], {}), (['a"b'], dict(doublequote=False)),
    (['a"b'], dict(doublequote=False, escapechar="\\")), (["a,b"], dict(quoting=3)), (["a,b"], dict(quoting=3, escapechar="\\")), ([""], dict(quoting=3)),
    (['a"b', 1], dict(quoting=1)), ([1, "a", 2.5, None, True], dict(quoting=2)), ([1, "a", None, ""], dict(quoting=4)), ([1, "a", None, ""], dict(quoting=5)),
    (5, {}), ([" a", "b "], {}), (["a b"], dict(delimiter=" ")), (["a\\b"], dict(escapechar="\\")), (["a\\b"], dict(escapechar="\\", quoting=3)),
    ([""], dict(delimiter=" ", skipinitialspace=True)), (["", ""], dict(delimiter=" ", skipinitialspace=True)), ([" a"], dict(skipinitialspace=True)), (['a"b'], dict(quoting=3, quotechar=None)),
    (["a\nb"], dict(lineterminator="!")), (["a!b"], dict(lineterminator="!")), (['"'], {}), (["a'b"], dict(quotechar="'")), ([None], dict(quoting=5)),
    ([None], dict(quoting=4)), ([b"x"], {}), (["", ""], {}), ([""], dict(quotechar=None, quoting=3)), ([None, ""], dict(quoting=3, delimiter=" ", skipinitialspace=True)),
    (["a"], dict(lineterminator="")), ([1j, 1e300, 10**30], {}), ("abc", {}), (['""'], {}), (['a"b"c'], dict(quoting=3, escapechar="/")), (["a\r\nb"], dict(quoting=3, escapechar="/")),
    (['a"b\\c'], dict(escapechar="\\")), ([[1]], {}),
]:
    print(r, k, end=" ")
    t(lambda: W(r, **k))
t(lambda: csv.writer(5))
t(lambda: csv.reader(5))
t(lambda: csv.writer(io.StringIO()).writerows(5))
t(lambda: csv.writer(io.StringIO()).writerows([[1], 2]))
t(lambda: csv.register_dialect(5))
t(lambda: csv.register_dialect("x", 5))
t(lambda: csv.register_dialect("x", delimiter="ab"))
t(lambda: csv.get_dialect("zz"))
t(lambda: csv.unregister_dialect("zz"))
t(lambda: csv.field_size_limit("a"))
t(lambda: csv.field_size_limit(10))
t(lambda: R(["a" * 11]))
t(lambda: R(['"' + "a" * 11]))
t(lambda: R(["aaaaa,aaaaa,aaaaa"]))
t(lambda: csv.field_size_limit(131072))
t(lambda: csv.list_dialects())
d = csv.get_dialect("excel")
t(lambda: (d.delimiter, d.doublequote, d.escapechar, d.lineterminator, d.quotechar, d.quoting, d.skipinitialspace, d.strict))
t(lambda: setattr(d, "delimiter", 1))
t(lambda: copy.copy(d))
t(lambda: csv.reader([]).dialect is csv.get_dialect("excel"))


class D(csv.Dialect):
    delimiter = ","


t(D)


class D(csv.Dialect):
    delimiter = ";"
    quotechar = '"'
    lineterminator = "\n"
    quoting = 0


t(lambda: R(["a;b"], dialect=D))
t(lambda: R(["a;b"], dialect=D()))
t(lambda: R(["a:b"], dialect=D, delimiter=":"))
t(lambda: csv.Dialect())
r = csv.reader(io.StringIO('a,b\n"c\nd",e\n\nf'))
for row in r:
    print(row, r.line_num)
t(lambda: next(r))
writer = csv.writer(sys.stdout, dialect="unix")
writer.writerows([["a", 1], (None, "x y"), iter("pq")])
rows = [["a", "b c", 'q"r', "x\ny", ""], ["", ""], ["1", ",", "\r\n"]]
for options in [{}, dict(quoting=csv.QUOTE_ALL), dict(delimiter="|", quotechar="'"), dict(quoting=csv.QUOTE_NONE, escapechar="\\"), dict(doublequote=False, escapechar="^")]:
    o = io.StringIO()
    csv.writer(o, **options).writerows(rows)
    back = list(csv.reader(io.StringIO(o.getvalue(), newline=""), **options))
    print(back == rows, repr(o.getvalue()))
