# Character references: every number, every name, and what looks like one.
import hashlib
import html
import html.entities

print(html.escape('<a href="x">\'&amp;</a>'), html.escape('"<&\'', quote=False))
for s in ('&lt;&gt;&amp;&quot;&#39;&#x27;', '&ampx;', '&notit;', '&notin;', '&not', '&#0;&#13;&#x80;&#x9f;', '&#xD800;',
          '&#x110000;', '&#99999999999;', '&#1;&#x7f;&#xfdd0;&#xfffe;', '&', '&;', '&#;', '&#x;', '& lt;', '&nosuch;',
          '&CounterClockwiseContourIntegral;', '&nGt;', '&lt', '&ltx', 'no reference'):
    print(ascii(s), ascii(html.unescape(s)))
numbers = ''.join(html.unescape(f'&#{i};|') for i in range(0x3000))
print(hashlib.sha256(numbers.encode()).hexdigest())
names = ''.join(f'{k}={ascii(v)}' for k, v in sorted(html.entities.html5.items()))
print(len(html.entities.html5), hashlib.sha256(names.encode()).hexdigest())
for table in (html.entities.name2codepoint, html.entities.codepoint2name, html.entities.entitydefs):
    print(len(table), hashlib.sha256(repr(sorted(table.items())).encode()).hexdigest())
