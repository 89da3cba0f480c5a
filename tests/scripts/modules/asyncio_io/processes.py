"""Child processes and pipes."""
import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT

exec_ = asyncio.create_subprocess_exec


async def simple():
    process = await exec_('cat', stdin=PIPE, stdout=PIPE)
    print(await process.communicate(b'some data'), process.returncode)
    process = await asyncio.create_subprocess_shell('echo out; echo err >&2; exit 3', stdout=PIPE, stderr=PIPE)
    print(await process.communicate(), process.returncode, await process.wait())
    process = await asyncio.create_subprocess_shell('echo out; echo err >&2', stdout=PIPE, stderr=STDOUT)
    print(await process.communicate())
    process = await exec_('true', stdin=DEVNULL)
    print(process.stdin, process.stdout, await process.wait())
    print(await process.communicate())
    try:
        await exec_('/nonexistent/program')
    except FileNotFoundError as exc:
        print(type(exc).__name__, exc.filename)


async def streams():
    process = await exec_('cat', stdin=PIPE, stdout=PIPE)
    print(type(process).__name__, type(process.stdin).__name__, process.pid > 0, process.returncode)
    for word in (b'one\n', b'two\n'):
        process.stdin.write(word)
        await process.stdin.drain()
        print(await process.stdout.readline())
    process.stdin.close()
    await process.stdin.wait_closed()
    print(await process.stdout.read(), await process.wait())
    big = b'x' * 1_000_000
    process = await exec_('cat', stdin=PIPE, stdout=PIPE, limit=1000)
    out, _ = await process.communicate(big)
    print(out == big)
    # A child that does not read its input.
    process = await exec_('true', stdin=PIPE)
    print(await process.communicate(big))


async def signals():
    process = await exec_('sleep', '60')
    process.send_signal(signal.SIGUSR1)
    print(await process.wait())
    process = await exec_('sleep', '60')
    process.terminate()
    print(await process.wait())
    try:
        process.terminate()
    except ProcessLookupError as exc:
        print(repr(exc))
    process = await exec_('sleep', '60')
    process.kill()
    print(await process.wait(), process.returncode)
    # A wait with a limit, and one that is cancelled.
    process = await exec_('sleep', '60')
    try:
        await asyncio.wait_for(process.wait(), 0.02)
    except TimeoutError:
        print('timeout', process.returncode)
    waiting = [asyncio.create_task(process.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    process.kill()
    print([repr(r) for r in await asyncio.gather(*waiting, return_exceptions=True)])


async def many():
    processes = await asyncio.gather(*[
        asyncio.create_subprocess_shell(f'exit {code}') for code in range(8)])
    print(await asyncio.gather(*[process.wait() for process in processes]))


async def pipes():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    reading, _ = await loop.connect_read_pipe(lambda: protocol, os.fdopen(r, 'rb', 0))

    class Writes(asyncio.BaseProtocol):
        def connection_lost(self, exc):
            lost.set_result(exc)

    lost = loop.create_future()
    writing, _ = await loop.connect_write_pipe(Writes, os.fdopen(w, 'wb', 0))
    print(type(reading).__name__, type(writing).__name__, reading.is_reading(), writing.can_write_eof())
    writing.write(b'through a pipe\n')
    print(await reader.readline())
    writing.write(b'last')
    writing.write_eof()
    print(await reader.read(), repr(await lost), writing.is_closing())
    # The reading end goes first.
    r, w = os.pipe()
    lost = loop.create_future()
    writing, _ = await loop.connect_write_pipe(Writes, os.fdopen(w, 'wb', 0))
    os.close(r)
    print(repr(await lost))
    with open(__file__) as plain:
        for connect in (loop.connect_read_pipe, loop.connect_write_pipe):
            try:
                await connect(asyncio.Protocol, plain)
            except ValueError as exc:
                print(exc)


async def main():
    for part in (simple, streams, signals, many, pipes):
        print('--', part.__name__)
        await asyncio.wait_for(part(), 30)


asyncio.run(main())
