"""More handlers: files that rotate or are watched, buffers in memory, queues between threads, servers in the network."""

import copy
import io
import logging
import os
import pickle
import queue
import re
import socket
import struct
import threading
import time

DEFAULT_TCP_LOGGING_PORT = 9020
DEFAULT_UDP_LOGGING_PORT = 9021
DEFAULT_HTTP_LOGGING_PORT = 9022
DEFAULT_SOAP_LOGGING_PORT = 9023
SYSLOG_UDP_PORT = 514
SYSLOG_TCP_PORT = 514

_MIDNIGHT = 24 * 60 * 60


# ------------------------------------------------------------------ files


class BaseRotatingHandler(logging.FileHandler):
    """What rotating handlers share. Subclasses say when (`shouldRollover`) and how (`doRollover`).

    `namer`, if set, makes the name of a rotated file from the usual one; `rotator` moves source to destination.
    """

    namer = None
    rotator = None

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.mode = mode
        self.encoding = encoding
        self.errors = errors

    def emit(self, record):
        try:
            if self.shouldRollover(record):
                self.doRollover()
            logging.FileHandler.emit(self, record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        if callable(self.rotator):
            self.rotator(source, dest)
        elif os.path.exists(source):
            # With `delay` there may be none yet.
            os.rename(source, dest)

    def _close_stream(self):
        if self.stream:
            self.stream.close()
            self.stream = None

    def _special_file(self):
        """Whether the path leads to what is no regular file, which is never moved."""
        return os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename)


class RotatingFileHandler(BaseRotatingHandler):
    """Begins a new file when a line would make this one `maxBytes` long; keeps `backupCount` old ones, .1 the newest."""

    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        if maxBytes > 0:
            # Emptied at the start there would be nothing to rotate.
            mode = "a"
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, mode, encoding=encoding, delay=delay, errors=errors)
        self.maxBytes = maxBytes
        self.backupCount = backupCount

    def doRollover(self):
        self._close_stream()
        if self.backupCount > 0:
            for i in range(self.backupCount - 1, 0, -1):
                source = self.rotation_filename(f"{self.baseFilename}.{i}")
                dest = self.rotation_filename(f"{self.baseFilename}.{i + 1}")
                if os.path.exists(source):
                    if os.path.exists(dest):
                        os.remove(dest)
                    os.rename(source, dest)
            dest = self.rotation_filename(self.baseFilename + ".1")
            if os.path.exists(dest):
                os.remove(dest)
            self.rotate(self.baseFilename, dest)
        if not self.delay:
            self.stream = self._open()

    def shouldRollover(self, record):
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes <= 0:
            return False
        try:
            at = self.stream.tell()
        except io.UnsupportedOperation:
            # A pipe.
            return False
        if not at:
            # An empty file takes any line.
            return False
        if at + len(self.format(record)) + 1 < self.maxBytes:
            return False
        return not self._special_file()


# Unit of `when` to its seconds and the parts of a time that tell its files apart.
_UNITS = {
    "S": (1, "%Y-%m-%d_%H-%M-%S"),
    "M": (60, "%Y-%m-%d_%H-%M"),
    "H": (60 * 60, "%Y-%m-%d_%H"),
    "D": (_MIDNIGHT, "%Y-%m-%d"),
    "MIDNIGHT": (_MIDNIGHT, "%Y-%m-%d"),
    "W": (7 * _MIDNIGHT, "%Y-%m-%d"),
}


class TimedRotatingFileHandler(BaseRotatingHandler):
    """Begins a new file at regular times: every `interval` S(econds), M(inutes), H(ours), D(ays), at midnight, or on a weekday (W0: Monday).

    The last two kinds rotate at `atTime`, a datetime.time, if it is given.
    """

    def __init__(self, filename, when="h", interval=1, backupCount=0, encoding=None, delay=False, utc=False,
                 atTime=None, errors=None):
        encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, "a", encoding=encoding, delay=delay, errors=errors)
        self.when = when.upper()
        self.backupCount = backupCount
        self.utc = utc
        self.atTime = atTime
        unit = self.when
        if unit.startswith("W"):
            if len(unit) != 2:
                raise ValueError(f"You must specify a day for weekly rollover from 0 to 6 (0 is Monday): {unit}")
            if not "0" <= unit[1] <= "6":
                raise ValueError(f"Invalid day specified for weekly rollover: {unit}")
            self.dayOfWeek = int(unit[1])
            unit = "W"
        if unit not in _UNITS:
            raise ValueError(f"Invalid rollover interval specified: {unit}")
        seconds, self.suffix = _UNITS[unit]
        # A namer may put anything around the time but digits.
        pattern = re.sub("%.", lambda m: r"\d{4}" if m[0] == "%Y" else r"\d{2}", self.suffix)
        self.extMatch = re.compile(rf"(?<!\d){pattern}(?!\d)", re.ASCII)
        self.interval = seconds * interval
        if os.path.exists(self.baseFilename):
            start = int(os.stat(self.baseFilename).st_mtime)
        else:
            start = int(time.time())
        self.rolloverAt = self.computeRollover(start)

    def computeRollover(self, currentTime):
        """The next time to rotate after `currentTime`, in seconds since the epoch."""
        weekly = self.when.startswith("W")
        if not weekly and self.when != "MIDNIGHT":
            return currentTime + self.interval
        now = (time.gmtime if self.utc else time.localtime)(currentTime)
        day = now.tm_wday
        if self.atTime is None:
            moment = _MIDNIGHT
        else:
            moment = (self.atTime.hour * 60 + self.atTime.minute) * 60 + self.atTime.second
        ahead = moment - ((now.tm_hour * 60 + now.tm_min) * 60 + now.tm_sec)
        if ahead <= 0:
            # Today's moment has passed.
            ahead += _MIDNIGHT
            day = (day + 1) % 7
        result = currentTime + ahead
        if weekly:
            result += (self.dayOfWeek - day) % 7 * _MIDNIGHT + self.interval - 7 * _MIDNIGHT
        else:
            result += self.interval - _MIDNIGHT
        if not self.utc:
            summer_then = time.localtime(result).tm_isdst
            if now.tm_isdst != summer_then:
                if now.tm_isdst:
                    result += 3600
                elif time.localtime(result - 3600).tm_isdst:
                    # Not into the hour that the change leaves out.
                    result -= 3600
        return result

    def shouldRollover(self, record):
        now = int(time.time())
        if now < self.rolloverAt:
            return False
        if self._special_file():
            # Not asked again until the next time.
            self.rolloverAt = self.computeRollover(now)
            return False
        return True

    def getFilesToDelete(self):
        """Rotated files beyond `backupCount`, the oldest ones."""
        folder, base = os.path.split(self.baseFilename)
        found = []
        for name in os.listdir(folder):
            if self.namer is None:
                prefix = base + "."
                ours = name.startswith(prefix) and self.extMatch.fullmatch(name[len(prefix):])
            else:
                ours = self._made_by_namer(name)
            if ours:
                found.append(os.path.join(folder, name))
        if len(found) < self.backupCount:
            return []
        found.sort()
        return found[:len(found) - self.backupCount]

    def _made_by_namer(self, name):
        """Whether the namer gives this name for one of the times in it."""
        m = self.extMatch.search(name)
        while m:
            if os.path.basename(self.namer(f"{self.baseFilename}.{m[0]}")) == name:
                return True
            m = self.extMatch.search(name, m.start() + 1)
        return False

    def doRollover(self):
        """Moves the file to the name of the time its interval began at, and deletes the oldest ones."""
        now = int(time.time())
        begin = self.rolloverAt - self.interval
        if self.utc:
            parts = time.gmtime(begin)
        else:
            parts = time.localtime(begin)
            summer = time.localtime(now).tm_isdst
            if summer != parts.tm_isdst:
                parts = time.localtime(begin + (3600 if summer else -3600))
        dest = self.rotation_filename(self.baseFilename + "." + time.strftime(self.suffix, parts))
        self.rolloverAt = self.computeRollover(now)
        if os.path.exists(dest):
            # Rotated already, by another handler of this file.
            return
        self._close_stream()
        self.rotate(self.baseFilename, dest)
        if self.backupCount > 0:
            for path in self.getFilesToDelete():
                os.remove(path)
        if not self.delay:
            self.stream = self._open()


class WatchedFileHandler(logging.FileHandler):
    """A file that other programs move away: opened again when its path leads to another file."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.dev, self.ino = -1, -1
        self._statstream()

    def _statstream(self):
        if self.stream is not None:
            st = os.fstat(self.stream.fileno())
            self.dev, self.ino = st.st_dev, st.st_ino

    def reopenIfNeeded(self):
        if self.stream is None:
            return
        try:
            st = os.stat(self.baseFilename)
            if (st.st_dev, st.st_ino) == (self.dev, self.ino):
                return
        except FileNotFoundError:
            pass
        self.stream.flush()
        self.stream.close()
        # Opening may fail.
        self.stream = None
        self.stream = self._open()
        self._statstream()

    def emit(self, record):
        try:
            self.reopenIfNeeded()
        except Exception:
            self.handleError(record)
        else:
            logging.FileHandler.emit(self, record)


# ------------------------------------------------------------------ memory


class BufferingHandler(logging.Handler):
    """Keeps records until there are `capacity` of them; subclasses say what `flush` does with them."""

    def __init__(self, capacity):
        logging.Handler.__init__(self)
        self.capacity = capacity
        self.buffer = []

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        with self.lock:
            self.buffer.clear()

    def close(self):
        try:
            self.flush()
        finally:
            logging.Handler.close(self)


class MemoryHandler(BufferingHandler):
    """Keeps records for another handler, until there are many or a severe one comes."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        BufferingHandler.__init__(self, capacity)
        self.flushLevel = flushLevel
        self.target = target
        self.flushOnClose = flushOnClose

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def setTarget(self, target):
        with self.lock:
            self.target = target

    def flush(self):
        with self.lock:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()

    def close(self):
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            with self.lock:
                self.target = None
                BufferingHandler.close(self)


# ------------------------------------------------------------------ queues


class QueueHandler(logging.Handler):
    """Puts records into a queue, for a QueueListener elsewhere."""

    def __init__(self, queue):
        logging.Handler.__init__(self)
        self.queue = queue
        # Set by dictConfig.
        self.listener = None

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def prepare(self, record):
        """A copy that can be pickled: with the text in place of arguments and exception."""
        text = self.format(record)
        record = copy.copy(record)
        record.message = text
        record.msg = text
        record.args = None
        record.exc_info = None
        record.exc_text = None
        record.stack_info = None
        return record

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """A thread that takes records from a queue and gives them to handlers."""

    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue = queue
        self.handlers = handlers
        self._thread = None
        self.respect_handler_level = respect_handler_level

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *args):
        self.stop()

    def dequeue(self, block):
        return self.queue.get(block)

    def start(self):
        if self._thread is not None:
            raise RuntimeError("Listener already started")
        self._thread = threading.Thread(target=self._monitor, daemon=True)
        self._thread.start()

    def prepare(self, record):
        return record

    def handle(self, record):
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        """What the thread does: until the sentinel comes."""
        task_done = getattr(self.queue, "task_done", lambda: None)
        try:
            while (record := self.dequeue(True)) is not self._sentinel:
                self.handle(record)
                task_done()
            task_done()
        except queue.Empty:
            pass

    def enqueue_sentinel(self):
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """Waits until what is in the queue now has been handled."""
        if self._thread:
            self.enqueue_sentinel()
            self._thread.join()
            self._thread = None


# ------------------------------------------------------------------ the network


class SocketHandler(logging.Handler):
    """Sends records over a stream to `(host, port)`, or to the Unix socket *host* if *port* is None.

    Each is the pickle of the record's attributes behind its length, four bytes with the highest first. What cannot be
    sent is lost; a lost connection is tried again with pauses that grow from `retryStart` to `retryMax` seconds.
    """

    retryStart = 1.0
    retryMax = 30.0
    retryFactor = 2.0

    def __init__(self, host, port):
        logging.Handler.__init__(self)
        self.host = host
        self.port = port
        self.address = host if port is None else (host, port)
        self.sock = None
        self.closeOnError = False
        # When to try again; None: at once.
        self.retryTime = None

    def makeSocket(self, timeout=1):
        """A connected socket."""
        if self.port is not None:
            return socket.create_connection(self.address, timeout=timeout)
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(timeout)
        try:
            made.connect(self.address)
        except OSError:
            made.close()
            raise
        return made

    def createSocket(self):
        """Connect, unless the last failure was too short a time ago."""
        now = time.time()
        if self.retryTime is not None and now < self.retryTime:
            return
        try:
            self.sock = self.makeSocket()
        except OSError:
            first = self.retryTime is None
            pause = self.retryStart if first else self.retryPeriod * self.retryFactor
            self.retryPeriod = pause if first else min(pause, self.retryMax)
            self.retryTime = now + self.retryPeriod
        else:
            self.retryTime = None

    def send(self, s):
        """Send bytes, if there is or can be a connection."""
        if self.sock is None:
            self.createSocket()
        if self.sock is None:
            return
        try:
            self.sock.sendall(s)
        except OSError:
            self._drop()

    def _drop(self):
        sock, self.sock = self.sock, None
        if sock is not None:
            sock.close()

    def makePickle(self, record):
        """The bytes for a record: its text takes the place of message, arguments and exception."""
        if record.exc_info:
            # Leaves the traceback's text in the record.
            self.format(record)
        attributes = dict(record.__dict__, msg=record.getMessage(), args=None, exc_info=None)
        attributes.pop("message", None)
        data = pickle.dumps(attributes, 1)
        return struct.pack(">L", len(data)) + data

    def handleError(self, record):
        if self.closeOnError and self.sock:
            self._drop()
        else:
            logging.Handler.handleError(self, record)

    def emit(self, record):
        try:
            self.send(self.makePickle(record))
        except Exception:
            self.handleError(record)

    def close(self):
        with self.lock:
            self._drop()
            logging.Handler.close(self)


class DatagramHandler(SocketHandler):
    """Sends each record as one datagram, in the form of SocketHandler."""

    def makeSocket(self):
        family = socket.AF_UNIX if self.port is None else socket.AF_INET
        return socket.socket(family, socket.SOCK_DGRAM)

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        self.sock.sendto(s, self.address)


# The codes of RFC 5424.
_PRIORITIES = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
_FACILITIES = ("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
               "ntp", "security", "console", "solaris-cron", "local0", "local1", "local2", "local3", "local4", "local5",
               "local6", "local7")


class SysLogHandler(logging.Handler):
    """Sends records to a system log: to `(host, port)`, or to the Unix socket that *address* names.

    With *socktype* None a Unix socket takes datagrams, or a stream if the other side takes no datagrams.
    """

    (LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG) = range(8)
    (LOG_KERN, LOG_USER, LOG_MAIL, LOG_DAEMON, LOG_AUTH, LOG_SYSLOG, LOG_LPR, LOG_NEWS, LOG_UUCP, LOG_CRON,
     LOG_AUTHPRIV, LOG_FTP, LOG_NTP, LOG_SECURITY, LOG_CONSOLE, LOG_SOLCRON, LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2,
     LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7) = range(24)

    priority_names = {name: code for code, name in enumerate(_PRIORITIES)}
    priority_names.update(critical=LOG_CRIT, error=LOG_ERR, panic=LOG_EMERG, warn=LOG_WARNING)
    facility_names = {name: code for code, name in enumerate(_FACILITIES)}
    priority_map = {name: name.lower() for name in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")}

    # What stands in front of each message, and whether a NUL ends it, which old daemons want.
    ident = ""
    append_nul = True

    def __init__(self, address=("localhost", SYSLOG_UDP_PORT), facility=LOG_USER, socktype=None, timeout=None):
        logging.Handler.__init__(self)
        self.address = address
        self.facility = facility
        self.socktype = socktype
        self.timeout = timeout
        self.socket = None
        try:
            self.createSocket()
        except socket.gaierror:
            # Asked again with the first record.
            pass

    def _connect_unixsocket(self, address):
        kinds = (socket.SOCK_DGRAM, socket.SOCK_STREAM) if self.socktype is None else (self.socktype,)
        for kind in kinds:
            self.socket = socket.socket(socket.AF_UNIX, kind)
            try:
                self.socket.connect(address)
            except OSError:
                self.socket.close()
                if kind == kinds[-1]:
                    raise
            else:
                self.socktype = kind
                return

    def createSocket(self):
        """Make the socket; a Unix socket that nobody serves yet is no error."""
        self.unixsocket = isinstance(self.address, str)
        if self.unixsocket:
            try:
                self._connect_unixsocket(self.address)
            except OSError:
                pass
            return
        host, port = self.address
        found = socket.getaddrinfo(host, port, 0, self.socktype or socket.SOCK_DGRAM)
        if not found:
            raise OSError("getaddrinfo returns an empty list")
        failure = None
        for family, kind, protocol, _, target in found:
            sock = None
            try:
                sock = socket.socket(family, kind, protocol)
                if self.timeout:
                    sock.settimeout(self.timeout)
                if kind == socket.SOCK_STREAM:
                    sock.connect(target)
            except OSError as e:
                failure = e
                if sock is not None:
                    sock.close()
            else:
                self.socket = sock
                self.socktype = kind
                return
        try:
            raise failure
        finally:
            failure = None

    def encodePriority(self, facility, priority):
        """The number for a facility and a priority, each a code or a name."""
        if isinstance(facility, str):
            facility = self.facility_names[facility]
        if isinstance(priority, str):
            priority = self.priority_names[priority]
        return facility << 3 | priority

    def mapPriority(self, levelName):
        """The name of the priority for that of a level."""
        return self.priority_map.get(levelName, "warning")

    def emit(self, record):
        try:
            text = self.ident + self.format(record) if self.ident else self.format(record)
            if self.append_nul:
                text += "\0"
            priority = self.encodePriority(self.facility, self.mapPriority(record.levelname))
            message = b"<%d>" % priority + text.encode("utf-8")
            if not self.socket:
                self.createSocket()
            if self.unixsocket:
                try:
                    self.socket.send(message)
                except OSError:
                    self.socket.close()
                    self._connect_unixsocket(self.address)
                    self.socket.send(message)
            elif self.socktype == socket.SOCK_DGRAM:
                self.socket.sendto(message, self.address)
            else:
                self.socket.sendall(message)
        except Exception:
            self.handleError(record)

    def close(self):
        with self.lock:
            sock, self.socket = self.socket, None
            if sock:
                sock.close()
            logging.Handler.close(self)


class SMTPHandler(logging.Handler):
    """Sends each record as mail through *mailhost*, a name or `(name, port)`.

    *credentials* are a user and a password; with *secure*, a tuple, the connection is encrypted before they are sent.
    """

    def __init__(self, mailhost, fromaddr, toaddrs, subject, credentials=None, secure=None, timeout=5.0):
        logging.Handler.__init__(self)
        pair = isinstance(mailhost, (list, tuple))
        self.mailhost, self.mailport = mailhost if pair else (mailhost, None)
        self.username = None
        if isinstance(credentials, (list, tuple)):
            self.username, self.password = credentials
        self.fromaddr = fromaddr
        self.toaddrs = [toaddrs] if isinstance(toaddrs, str) else toaddrs
        self.subject = subject
        self.secure = secure
        self.timeout = timeout

    def getSubject(self, record):
        """The subject of a record's mail."""
        return self.subject

    def emit(self, record):
        try:
            import email.utils
            import smtplib
            from email.message import EmailMessage

            message = EmailMessage()
            message["From"] = self.fromaddr
            message["To"] = ",".join(self.toaddrs)
            message["Subject"] = self.getSubject(record)
            message["Date"] = email.utils.localtime()
            message.set_content(self.format(record))
            server = smtplib.SMTP(self.mailhost, self.mailport or smtplib.SMTP_PORT, timeout=self.timeout)
            if self.username:
                if self.secure is not None:
                    import ssl
                    context = ssl._create_stdlib_context(*self.secure)
                    server.ehlo()
                    server.starttls(context=context)
                    server.ehlo()
                server.login(self.username, self.password)
            server.send_message(message)
            server.quit()
        except Exception:
            self.handleError(record)


class HTTPHandler(logging.Handler):
    """Sends the attributes of each record to a web server, as GET's query or as POST's form."""

    def __init__(self, host, url, method="GET", secure=False, credentials=None, context=None):
        logging.Handler.__init__(self)
        method = method.upper()
        if method not in ("GET", "POST"):
            raise ValueError("method must be GET or POST")
        if context is not None and not secure:
            raise ValueError("context parameter only makes sense with secure=True")
        self.host = host
        self.url = url
        self.method = method
        self.secure = secure
        self.credentials = credentials
        self.context = context

    def mapLogRecord(self, record):
        """What is sent of a record, a mapping."""
        return record.__dict__

    def getConnection(self, host, secure):
        """A connection to the server."""
        import http.client
        if secure:
            return http.client.HTTPSConnection(host, context=self.context)
        return http.client.HTTPConnection(host)

    def emit(self, record):
        try:
            import urllib.parse
            connection = self.getConnection(self.host, self.secure)
            data = urllib.parse.urlencode(self.mapLogRecord(record))
            posted = self.method == "POST"
            url = self.url
            if not posted:
                url += ("&" if "?" in url else "?") + data
            connection.putrequest(self.method, url)
            if posted:
                connection.putheader("Content-type", "application/x-www-form-urlencoded")
                connection.putheader("Content-length", str(len(data)))
            if self.credentials:
                import base64
                pair = ("%s:%s" % self.credentials).encode("utf-8")
                connection.putheader("Authorization", "Basic " + base64.b64encode(pair).decode("ascii"))
            connection.endheaders()
            if posted:
                connection.send(data.encode("utf-8"))
            connection.getresponse()
        except Exception:
            self.handleError(record)
