"""html.parser: what comes for markup of all kinds, whole and in single characters."""
from html.parser import HTMLParser


class Teller(HTMLParser):
    def reset(self):
        super().reset()
        self.seen = []

    def tell(self, *what):
        if what[0] == "data" and self.seen and self.seen[-1][0] == "data":
            self.seen[-1] = "data", self.seen[-1][1] + what[1]
        else:
            self.seen.append(what)

    def handle_starttag(self, tag, attrs):
        self.tell("start", tag, attrs, self.get_starttag_text(), self.getpos())

    def handle_startendtag(self, tag, attrs):
        self.tell("empty", tag, attrs)

    def handle_endtag(self, tag):
        self.tell("end", tag)

    def handle_data(self, data):
        self.tell("data", data)

    def handle_charref(self, name):
        self.tell("number", name)

    def handle_entityref(self, name):
        self.tell("name", name)

    def handle_comment(self, data):
        self.tell("comment", data)

    def handle_decl(self, decl):
        self.tell("declaration", decl)

    def handle_pi(self, data):
        self.tell("instruction", data)

    def unknown_decl(self, data):
        self.tell("section", data)


TEXTS = (
    "<!DOCTYPE html>\n<html lang=en><!-- a > b -->\n<p class='x y' id=\"z\" hidden data-n=3/>text &amp; more</p>",
    "<br/><br /><img src=a/b.png/><a href='?a=1&amp;b=2&copy=3&copy;&#65;&notit;'>",
    "<script>if (a < b && c > d) { '</p>' } </scripty></SCRIPT ><p>",
    "<title>a &lt; <b> &#x41;</title><textarea></b>&amp</textarea>",
    "<plaintext><b>never ends</plaintext>",
    "<noscript><b>x</b></noscript>",
    "a < b <3 </> </ x> </3> <!x> <!> <?php echo 1 ?> <![CDATA[ a ]] > ]]> &",
    "<!----><!---><!--> <!--a--!> <!-- b -- c -->",
    "<A =b = c d=  'e'f=\"g\"h><div\n a\n=\n1\n/ b>",
    "&amp;&amp &#65;&#x41;&#; &#x; &unknown; &a.b; &notin; &notit;",
    "<p title='<b>>' x='\"'>in</p title='a>b'>",
    "<p", "<p a='b", "</p", "<!-- open", "<!-- open --", "<!doctype open", "<![CDATA[ open", "<? open", "</", "<", "&am", "&#6",
    "<script>open", "<title>a &amp; b",
)
for text in TEXTS:
    for options in ({}, {"convert_charrefs": False}, {"scripting": True}):
        whole, single = Teller(**options), Teller(**options)
        whole.feed(text)
        whole.close()
        for c in text:
            single.feed(c)
        single.close()
        if options.get("scripting") and "noscript" not in text:
            continue
        print(ascii(text), options)
        for token in whole.seen:
            print("   ", *map(ascii, token))
        if whole.seen != single.seen:
            print("    in single characters:", ascii(single.seen))
        print("   ", whole.getpos(), whole.lasttag, whole.cdata_elem, ascii(whole.rawdata))
