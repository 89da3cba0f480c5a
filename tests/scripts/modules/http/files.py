# stderr: ignore
"""SimpleHTTPRequestHandler: files, directories, kinds, If-Modified-Since, paths that lead outside."""
import functools, http.client, http.server, os, re, tempfile, threading

with tempfile.TemporaryDirectory() as root:
    for name, text in (("a.txt", "text a"), ("b.html", "<p>"), ("c.tar.gz", "gz"), ("d", "plain"), ("e f&g.json", "{}")):
        with open(os.path.join(root, name), "w") as f:
            f.write(text)
    os.mkdir(os.path.join(root, "sub"))
    os.mkdir(os.path.join(root, "site"))
    with open(os.path.join(root, "site", "index.html"), "w") as f:
        f.write("the index")
    os.utime(os.path.join(root, "a.txt"), (10**9, 10**9))
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=root)
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()

        def get(path, method="GET", **headers):
            c = http.client.HTTPConnection(*server.server_address, timeout=10)
            c.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            r = c.getresponse()
            body = r.read()
            shown = {k: v for k, v in r.getheaders() if k not in ("Date", "Server")}
            if "html" in shown.get("Content-type", "") or r.status >= 400:
                shown.pop("Last-Modified", None)
            c.close()
            print(method, path, r.status, r.reason, {k: v for k, v in shown.items() if k != "Last-Modified" or "a.txt" in path}, body[:25])
            return body.decode()

        get("/a.txt"); get("/a.txt", "HEAD"); get("/a.txt?query#frag"); get("/b.html"); get("/c.tar.gz")
        get("/d"); get("/e%20f%26g.json"); get("/none"); get("/d/"); get("/sub"); get("/site"); get("/site/"); get("/site?x=1")
        get("/../../../../etc/passwd"); get("//a.txt"); get("/%2e%2e/a.txt")
        get("/a.txt", If_Modified_Since="Sun, 09 Sep 2001 01:46:40 GMT")
        get("/a.txt", If_Modified_Since="Sun, 09 Sep 2001 01:46:39 GMT")
        get("/a.txt", If_Modified_Since="nonsense")
        get("/a.txt", "PUT")
        page = get("/")
        print(re.findall("<li>.*</li>", page))
        print(re.findall("<title>.*</title>", page))
        get("/sub/")
        server.shutdown()
        thread.join()
