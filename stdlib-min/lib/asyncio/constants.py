"""Numbers that several modules of the package agree on."""

import enum

# Writes to a lost connection before a transport begins to warn.
LOG_THRESHOLD_FOR_CONNLOST_WRITES = 5

# Seconds a server rests after accept() ran out of descriptors or memory.
ACCEPT_RETRY_DELAY = 1

# Frames that are kept of the place where something was created, in debug mode.
DEBUG_STACK_DEPTH = 10

# Seconds.
SSL_HANDSHAKE_TIMEOUT = 60.0
SSL_SHUTDOWN_TIMEOUT = 30.0

# Bytes.
SENDFILE_FALLBACK_READBUFFER_SIZE = 256 * 1024

# KiB.
FLOW_CONTROL_HIGH_WATER_SSL_READ = 256
FLOW_CONTROL_HIGH_WATER_SSL_WRITE = 512

# Seconds that a Runner waits for the threads of the default executor.
THREAD_JOIN_TIMEOUT = 300


class _SendfileMode(enum.Enum):
    """What a transport can do for loop.sendfile()."""

    UNSUPPORTED = enum.auto()
    TRY_NATIVE = enum.auto()
    FALLBACK = enum.auto()
