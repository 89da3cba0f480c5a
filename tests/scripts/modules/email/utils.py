"""email.utils: dates, addresses, parameters."""
import datetime
from email import utils
for text in ("Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "6 Nov 94 08:49", "6 Nov 1994 08.49.37 -0230",
             "Fri, 9 Nov 2001 01:08:47 -0000", "9 November 2001 01:08:47+0500", "Thu,13 Feb 1969 23:32:54 EST", "", "x", "a b c d e", "1 Foo 2000 1:2:3", "Feb 13, 2020 1:2:3 Z"):
    print(repr(text), utils.parsedate_tz(text))
    try:
        print("   ", repr(utils.parsedate_to_datetime(text)))
    except Exception as e:
        print("   ", type(e).__name__, e)
print(utils.mktime_tz(utils.parsedate_tz("Sun, 06 Nov 1994 08:49:37 +0100")), utils.parsedate("6 Nov 1994 08:49"))
utc = datetime.timezone.utc
d = datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=utc)
print(utils.format_datetime(d), utils.format_datetime(d, usegmt=True), utils.format_datetime(d.replace(tzinfo=None)), utils.formatdate(0), utils.formatdate(0, usegmt=True))
try:
    utils.format_datetime(d.replace(tzinfo=None), usegmt=True)
except ValueError as e:
    print(e)
for text in ("a@b", "Name <a@b>", '"N, M" <a@b>', "a@b (Name)", "N <a@b> (c)", "group: a@b, c@d;", "a@b, c@d", "<a@b", "x <a@b> y", 'a (b (c) d) e@f', "a@b@c", "a@[1.2.3.4]", "", "Ä <a@b>", '"a\\"b" <c@d>', "route <@x,@y:a@b>"):
    print(repr(text), utils.parseaddr(text), utils.parseaddr(text, strict=False), utils.getaddresses([text]))
print(utils.getaddresses(["a@b, N <c@d>", '"x, y" <e@f>']), utils.getaddresses(["a@b <c@d>"]), utils.getaddresses(["a@b <c@d>"], strict=False))
for pair in (("", "a@b"), ("Name", "a@b"), ("N, M", "a@b"), ('q"uote', "a@b"), ("Jörg", "a@b")):
    print(utils.formataddr(pair), utils.formataddr(pair, "iso-8859-1"))
print(utils.quote('a"b\\c'), utils.unquote('"a\\"b"'), utils.unquote("<x>"), utils.decode_rfc2231("utf-8'de'x"), utils.decode_rfc2231("x'y"))
print(utils.encode_rfc2231("ä b", "utf-8", "de"), utils.collapse_rfc2231_value(("utf-8", "", "\xc3\xa4")), utils.collapse_rfc2231_value('"x"'))
print(utils.decode_params([("a/b", ""), ("x*0*", "utf-8'en'%C3"), ("x*1*", "%A4"), ("y*1", "b"), ("y*0", "a"), ("z", '"q"')]))
i = utils.make_msgid("mine", domain="example.com")
print(i.startswith("<"), i.endswith(".mine@example.com>"), len({utils.make_msgid(domain="x") for _ in range(50)}))
