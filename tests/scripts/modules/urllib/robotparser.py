"""urllib.robotparser: groups, the longest match, patterns, delays, site maps."""
from urllib.robotparser import RobotFileParser
p = RobotFileParser("http://example.com/robots.txt")
print(p.host, p.path, p.can_fetch("x", "/"), p.mtime())
p.parse("""
User-agent: figtree
User-agent: FigTree Robot
Disallow: /tmp
Allow: /tmp/open
Crawl-delay: 3
Request-rate: 9/30

User-agent: *
Disallow: /a%3cd.html
Disallow: /*.php$
Disallow: /fish*end  # comment
Disallow:
Crawl-delay: pears
Sitemap: http://example.com/map.xml
User-agent: both
Allow: /x
Disallow: /x
""".splitlines())
for agent, url in (("figtree", "/tmp"), ("FigTree/2.5", "/tmp/open/x"), ("figtree", "http://example.com/tmpx"), ("other", "/tmp"),
                   ("other", "/a<d.html"), ("other", "/a%3Cd.html"), ("other", "/x.php"), ("other", "/x.php?y"), ("other", "/fish/and/end/x"), ("other", "/robots.txt"), ("both", "/x"), ("other", "")):
    print(agent, url, p.can_fetch(agent, url))
print(p.crawl_delay("figtree"), p.request_rate("figtree"), p.crawl_delay("*"), p.site_maps(), p.mtime() > 0)
print(p)
