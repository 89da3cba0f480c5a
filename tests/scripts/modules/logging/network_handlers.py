"""Handlers that send over sockets: streams, datagrams, a system log, web and mail servers of this script."""
import logging
import logging.handlers
import pickle
import socket
import socketserver
import struct
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

logger = logging.getLogger("net")
logger.setLevel(logging.DEBUG)
logger.propagate = False
logging.raiseExceptions = False


def using(handler, *messages):
    logger.addHandler(handler)
    try:
        for level, *args in messages:
            logger.log(level, *args)
    finally:
        logger.removeHandler(handler)
        handler.close()


def read_record(data):
    size, = struct.unpack(">L", data[:4])
    assert size == len(data) - 4
    record = logging.makeLogRecord(pickle.loads(data[4:]))
    return record.name, record.levelname, record.msg, record.args, record.exc_info, "message" in record.__dict__


# A stream.
with socket.create_server(("127.0.0.1", 0)) as server:
    got = []

    def take():
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as stream:
            while head := stream.read(4):
                got.append(head + stream.read(struct.unpack(">L", head)[0]))

    t = threading.Thread(target=take)
    t.start()
    handler = logging.handlers.SocketHandler(*server.getsockname())
    handler.setFormatter(logging.Formatter("%(message)s"))
    try:
        1 / 0
    except ZeroDivisionError:
        using(handler, (logging.INFO, "plain %s and %d", "text", 7), (logging.ERROR, "failed"))
    t.join()
for data in got:
    print(read_record(data))

# Nobody there: records are lost, and the next attempt waits.
handler = logging.handlers.SocketHandler("127.0.0.1", 1)
using(handler, (logging.INFO, "lost"), (logging.INFO, "lost too"))
print(handler.sock, handler.retryPeriod)

# Datagrams.
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(("127.0.0.1", 0))
    using(logging.handlers.DatagramHandler(*server.getsockname()), (logging.WARNING, "one %r", [1]))
    print(read_record(server.recv(65536)))

    # A system log.
    Log = logging.handlers.SysLogHandler
    using(Log(server.getsockname()), (logging.INFO, "info"), (logging.CRITICAL, "critical \u00e9"), (35, "between"))
    for _ in range(3):
        print(server.recv(65536))
    log = Log(server.getsockname(), facility="local3")
    log.ident = "me: "
    log.append_nul = False
    using(log, (logging.DEBUG, "debug"))
    print(server.recv(65536))
    print(log.encodePriority("mail", "err"), log.encodePriority(Log.LOG_CRON, Log.LOG_DEBUG), log.mapPriority("X"))
    print(sorted(Log.priority_names.items()), sorted(Log.facility_names.items()), sorted(Log.priority_map.items()))
log = Log("/nowhere/log")
print(log.unixsocket)
using(log, (logging.INFO, "lost"))


# A web server.
class Web(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-length", 0))).decode()
        path, _, query = self.path.partition("?")
        fields = [f for f in (body or query).split("&") if f.startswith(("kept", "msg", "levelname"))]
        print(self.command, path, fields, self.headers["Content-type"], self.headers["Authorization"])
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = answer

    def log_message(self, *args):
        pass


with HTTPServer(("127.0.0.1", 0), Web) as server:
    t = threading.Thread(target=lambda: [server.handle_request() for _ in range(3)])
    t.start()
    address = "127.0.0.1:%d" % server.server_port
    using(logging.handlers.HTTPHandler(address, "/log"), (logging.INFO, "a b&c"))
    using(logging.handlers.HTTPHandler(address, "/log?kept=1"), (logging.INFO, "more"))
    using(logging.handlers.HTTPHandler(address, "/log", "post", credentials=("user", "secret")), (logging.INFO, "posted"))
    t.join()
for args, kwargs in ((("h", "/", "PUT"), {}), (("h", "/"), {"context": 1})):
    try:
        logging.handlers.HTTPHandler(*args, **kwargs)
    except ValueError as e:
        print(e)


# A mail server.
class Mail(socketserver.StreamRequestHandler):
    def handle(self):
        def say(text):
            self.wfile.write(text + b"\r\n")

        say(b"220 here")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                say(b"354 go on")
                for line in self.rfile:
                    if line == b".\r\n":
                        break
                    if not line.startswith(b"Date:"):
                        print("   ", line)
                say(b"250 taken")
            elif verb == b"QUIT":
                say(b"221 bye")
                return
            else:
                if verb in (b"MAIL", b"RCPT"):
                    print(line)
                say(b"250 fine")


with socketserver.TCPServer(("127.0.0.1", 0), Mail) as server:
    t = threading.Thread(target=server.handle_request)
    t.start()
    using(logging.handlers.SMTPHandler(server.server_address, "me@here", ["you@there", "all@there"], "Log", timeout=30),
          (logging.ERROR, "by mail"))
    t.join()
H = logging.handlers
print(H.DEFAULT_TCP_LOGGING_PORT, H.DEFAULT_UDP_LOGGING_PORT, H.DEFAULT_HTTP_LOGGING_PORT, H.SYSLOG_UDP_PORT)
