"""Rows as dicts, and the sniffer."""
import csv
import io
import sys


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


text = "name,age\nAnn,5\n\nBob\nCy,7,x,y\n"
r = csv.DictReader(io.StringIO(text))
print(r.fieldnames, r.line_num)
for row in r:
    print(row, r.line_num)
r = csv.DictReader(io.StringIO(text), fieldnames=iter(["n", "a"]), restkey="rest", restval="?")
for row in r:
    print(row)
r.fieldnames = ["z"]
print(r.fieldnames, csv.DictReader([]).fieldnames, list(csv.DictReader([])), list(csv.DictReader(["a;b", "1;2"], delimiter=";")))
w = csv.DictWriter(sys.stdout, ["a", "b"], restval="-", lineterminator="\n")
print(w.writeheader())
w.writerow({"a": 1})
w.writerows([{"b": 2, "a": "x,y"}, {}])
t(lambda: w.writerow({"c": 1}))
csv.DictWriter(sys.stdout, ["a"], extrasaction="IGNORE", lineterminator="\n").writerow({"a": 1, "c": 2})
t(lambda: csv.DictWriter(io.StringIO(), ["a"], extrasaction="x"))
print(csv.DictReader[str], csv.DictWriter[int])
s = csv.Sniffer()
samples = [
    "a,b,c\n1,2,3\n4,5,6\n", "a;b\n1;2\n3;4\n", "a\tb\n1\t2\n", "'a','b'\n'c','d'\n", '"a", "b"\n"c", "d"\n', "a b c\nd e f\n", "x:y\nz:w\n",
    '"a""b","c"\n"d","e"\n', "a|b|c\nd|e|f\n", "'a'\n'b'\n", "a, b\nc, d\n", "name,age\nAnn,5\nBob,66\n", "abc\nde\n", "", "a,b\nc\n", "1.5;2,5\n3.5;4,5\n",
    "Harry's, Arlington Heights, IL, 2/1/03, Kimi Hayes\nShark City, Glendale Heights, IL, 12/28/02, Prezence\n", "a?b\nc?d\n", 'x"y\nz"w\n',
]
for sample in samples:
    try:
        d = s.sniff(sample)
        print(repr(sample), repr(d.delimiter), d.quotechar, d.doublequote, d.skipinitialspace, d.lineterminator == "\r\n", d._name)
        print(list(csv.reader(io.StringIO(sample), d)))
        print(s.has_header(sample))
    except (csv.Error, ValueError) as e:
        print(repr(sample), type(e).__name__, e)
print(s.sniff("a;b,c\nd;e,f\n").delimiter, s.sniff("a;b,c\nd;e,f\n", delimiters=";").delimiter, s.preferred)
t(lambda: s.sniff("a;b\nc;d\n", delimiters=","))
print(s.has_header("a,b\n1,2\n3,4\n"), s.has_header("1,2\n3,4\n"), s.has_header("ab,c\nxyz,d\nuvw,e\n"))
