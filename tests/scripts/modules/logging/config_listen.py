"""Configurations that come over a socket: dictionaries, texts of files, and what a check refuses."""
import io
import json
import logging
import logging.config
import socket
import struct
import sys

STREAM = io.StringIO()


def settle(text, verify=None):
    t = logging.config.listen(0, verify)
    t.start()
    t.ready.wait()
    t.ready.clear()
    with socket.create_connection(("localhost", t.port), timeout=30) as s:
        data = text.encode()
        s.sendall(struct.pack(">L", len(data)) + data[:7])
        s.sendall(data[7:])
        t.ready.wait(30)
    logging.config.stopListening()
    t.join()


def say(word):
    STREAM.seek(0)
    STREAM.truncate()
    logging.getLogger().info(word)
    print(repr(STREAM.getvalue()))


DICT = {"version": 1, "formatters": {"f": {"format": "D %(message)s"}},
        "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://__main__.STREAM"}},
        "root": {"level": "INFO", "handlers": ["h"]}}
FILE = """[loggers]
keys=root
[handlers]
keys=h
[formatters]
keys=f
[logger_root]
level=INFO
handlers=h
[handler_h]
class=StreamHandler
formatter=f
args=(__import__("__main__").STREAM,)
[formatter_f]
format=F %(message)s
"""
say("before")
settle(json.dumps(DICT))
say("dictionary")
settle(FILE)
say("file")
settle(json.dumps(DICT), verify=lambda data: None)
say("refused")
settle(json.dumps(DICT)[::-1], verify=lambda data: data[::-1])
say("turned")
errors, sys.stderr = sys.stderr, io.StringIO()
settle("nothing of the kind")
errors, sys.stderr = sys.stderr, errors
print(errors.getvalue().splitlines()[-1])
say("kept")
logging.config.stopListening()
