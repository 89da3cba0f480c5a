"""A web crawler with a pool of threads, against a server of its own on the loopback address."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import scaled, share, skip

import queue
import re
import threading

try:
    import socket
except ImportError:
    skip('no module socket')

PAGES = scaled(1_000, 8)
LINK = re.compile(r'href="/(\d+)"')


def page(number):
    """Page n links to 2n+1 and 2n+2, so that all are found from page 0, and holds some words."""
    links = [n for n in (2 * number + 1, 2 * number + 2) if n < PAGES]
    text = " ".join(f"word{number * k % 101}" for k in range(200))
    return "".join(f'<a href="/{n}">{n}</a>\n' for n in links) + f"<p>{text}</p>"


class Server:
    """As much of a web server as the crawler needs: one thread that answers one request after the other."""

    def __init__(self, count):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.socket.getsockname()[1]
        self.pages = [page(n).encode() for n in range(PAGES)]
        self.todo, self.seen, self.lock = queue.SimpleQueue(), {0}, threading.Lock()
        self.open = 1
        self.todo.put(0)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        for _ in range(PAGES):
            connection, _ = self.socket.accept()
            with connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    request += connection.recv(4096)
                body = self.pages[int(request.split()[1][1:])]
                connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def fetch(port, number):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as s:
        s.sendall(b"GET /%d HTTP/1.0\r\n\r\n" % number)
        chunks = []
        while chunk := s.recv(65536):
            chunks.append(chunk)
    head, _, body = b"".join(chunks).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200"), head
    return body.decode()


def worker(index, count, server):
    words = {}
    while True:
        number = server.todo.get()
        if number is None:
            return words
        text = fetch(server.port, number)
        found = [int(n) for n in LINK.findall(text)]
        for word in re.findall(r"word\d+", text):
            words[word] = words.get(word, 0) + 1
        with server.lock:
            new = [n for n in found if n not in server.seen]
            server.seen.update(new)
            server.open += len(new) - 1
            over = server.open == 0
        for n in new:
            server.todo.put(n)
        if over:
            for _ in range(count):
                server.todo.put(None)


def finish(server, results):
    server.thread.join()
    server.socket.close()
    words = {}
    for table in results:
        for word, n in table.items():
            words[word] = words.get(word, 0) + n
    return len(server.seen), sorted(words.items())


share(worker, PAGES, lambda a: a[0] == PAGES and sum(n for _, n in a[1]) == 200 * PAGES, Server, finish)
