//! A program that runs out of memory gets MemoryError, or RuntimeError for a thread, and goes on: it never aborts. Each
//! runs in a process of its own with little address space.

use std::process::{Command, Stdio};
use typhon_tests::process::output;

/// Runs `text` in `kilobytes` of address space; gives what it prints. It must end well and print nothing else.
fn run(text: &str, kilobytes: u32) -> String {
    let (out, err) = run_with_reports(text, kilobytes);
    assert!(err.is_empty(), "{text}\n{err}");
    out
}

/// The same for a program with several threads: what one of them allocates is missing to the others wherever they are, so
/// that each may end with a report of MemoryError, of which a part may be missing. Gives the reports as well.
fn run_with_reports(text: &str, kilobytes: u32) -> (String, String) {
    let binary = typhon_tests::binary::find().expect("a binary");
    let o = output(
        Command::new("sh")
            .arg("-c")
            .arg(format!("ulimit -v {kilobytes}; exec \"$0\" -c \"$1\""))
            .arg(binary)
            .arg(text)
            .env_clear()
            .stdin(Stdio::null()),
    );
    let err = String::from_utf8_lossy(&o.stderr).into_owned();
    assert!(o.status.success(), "{text}\n{}\n{err}", o.status);
    (String::from_utf8_lossy(&o.stdout).into_owned(), err)
}

/// What each step adds to `x` for ever.
const GROWING: &[(&str, &str)] = &[
    ("[]", "x.append(None)"),
    ("[]", "x.append([1, 2])"),
    ("[]", "x.append(str(len(x)))"),
    ("[]", "x.append(lambda: x)"),
    ("[]", "x.append({len(x)})"),
    (
        "[]",
        "x.append(2.5 ** len(x) if len(x) < 700 else 1e300 * len(x))",
    ),
    ("[1]", "x += x"),
    ("[1]", "x[:0] = x"),
    ("{}", "x[len(x)] = 1"),
    ("{}", "x[str(len(x))] = [1]"),
    ("set()", "x.add(len(x))"),
    ("set()", "x.add(str(len(x)))"),
    ("'x'", "x += x"),
    ("'é' * 1000000", "x += 'é' * 1000000"),
    ("b'x'", "x += x"),
    ("bytearray(b'x')", "x.extend(b'x' * 1000)"),
    ("bytearray()", "x.append(1)"),
    ("(1,)", "x += x"),
    ("()", "x = (x,)"),
    ("__import__('collections').deque()", "x.append(1)"),
    ("__import__('collections').deque([1])", "x += x"),
    (
        "__import__('ft_utils.concurrency').concurrency.ConcurrentDict()",
        "y = globals().get('y', 0) + 1; x[y] = 1",
    ),
    (
        "__import__('ft_utils.concurrency').concurrency.ConcurrentDict()",
        "y = globals().get('y', 0) + 1; x[str(y)] = [1]",
    ),
    (
        "__import__('ft_utils.concurrency').concurrency.ConcurrentDict(1)",
        "x.setdefault((len(x), 'key'), [1])",
    ),
    (
        "__import__('ft_utils.concurrency').concurrency.ConcurrentDeque()",
        "x.append(1)",
    ),
    (
        "__import__('ft_utils.concurrency').concurrency.ConcurrentDeque([1])",
        "x.extend(x)",
    ),
    ("__import__('io').StringIO()", "x.write('x' * 10000)"),
    ("__import__('io').BytesIO()", "x.write(b'x' * 10000)"),
    ("type('A', (), {})()", "setattr(x, 'a%d' % len(vars(x)), 1)"),
    ("type('A', (), {})", "setattr(x, 'a%d' % len(vars(x)), 1)"),
    (
        "[list(range(300000))]",
        "x.append(__import__('pickle').dumps(x[0]))",
    ),
    (
        "[__import__('pickle').dumps([str(i) for i in range(50000)])]",
        "x.append(__import__('pickle').loads(x[0]))",
    ),
    ("3", "x = x * x * 3"),
    ("1", "x <<= 50000000"),
];

#[test]
fn growing_values_end_in_memory_error() {
    for (start, step) in GROWING {
        let text = format!(
            "x = {start}\ntry:\n    while True:\n        {step}\nexcept MemoryError:\n    print('MemoryError')\n    x = None\nprint(len([1] * 100))\n"
        );
        assert_eq!(run(&text, 300_000), "MemoryError\n100\n", "{start}: {step}");
    }
}

/// Expressions that would need far too much at once.
const LARGE: &[&str] = &[
    "[0] * 10**15",
    "(0,) * 10**15",
    "'x' * 10**15",
    "b'x' * 10**15",
    "bytes(10**15)",
    "bytearray(10**15)",
    "list(range(10**15))",
    "[*range(10**15)]",
    "tuple(range(10**15))",
    "list(iter(int, 1))",
    "list(__import__('itertools').repeat(0, 10**15))",
    "set(range(10**15))",
    "{i: i for i in range(10**15)}",
    "1 << 10**12",
    "10**(10**12)",
    "''.join(['x' * 10**6] * 10**6)",
    "('x' * 10**6).join('y' * 10**6)",
    "('x' * 10**6).replace('x', 'y' * 10**6)",
    "('%s' * 1000) % (('x' * 10**7,) * 1000)",
    "('{0}' * 1000).format('x' * 10**7)",
    "f'{1:1000000000000000}'",
    "'%1000000000000000d' % 1",
    "'x'.ljust(10**15)",
    "('x' * 10**7).translate({120: 'y' * 1000})",
    "sorted(range(10**15))",
    "max(*iter(int, 1))",
    "open('/dev/zero').read()",
    "open('/dev/zero').readline()",
    "open('/dev/zero', 'rb').read()",
    "__import__('os').urandom(10**15)",
    "__import__('math').factorial(10**15)",
];

#[test]
fn large_values_end_in_memory_error() {
    for e in LARGE {
        let text = format!("try:\n    {e}\nexcept MemoryError:\n    print('MemoryError')\n");
        assert_eq!(run(&text, 400_000), "MemoryError\n", "{e}");
    }
}

#[test]
fn threads_that_have_no_room_are_refused() {
    let text = "
import threading, _thread
event = threading.Event()
started = []
try:
    while True:
        t = threading.Thread(target=event.wait)
        t.start()
        started.append(t)
except RuntimeError as e:
    print(e, len(started) > 0, len(threading.enumerate()) == len(started) + 1)
try:
    _thread.start_new_thread(event.wait, ())
except RuntimeError as e:
    print(e)
event.set()
for t in started:
    t.join()
t = threading.Thread(target=print, args=('again',))
t.start()
t.join()
";
    assert_eq!(
        run(text, 400_000),
        "can't start new thread True True\ncan't start new thread\nagain\n"
    );
}

/// A thread that has no memory for its first steps is start()'s failure, and start() does not wait for it for ever.
#[test]
fn threads_that_cannot_begin_are_refused() {
    let text = "
import threading
class Broken(threading.Event):
    def set(self):
        raise MemoryError
for _ in range(3):
    t = threading.Thread(target=print, args=('not reached',))
    t._started = Broken()
    try:
        t.start()
    except RuntimeError as e:
        print(e, t.is_alive(), len(threading.enumerate()))
";
    assert_eq!(
        run(text, 400_000),
        "can't start new thread False 1\n".repeat(3)
    );
}

#[test]
fn little_address_space_is_enough_to_start() {
    assert_eq!(run("print(sum(range(10)))", 300_000), "45\n");
}

/// Scripts that fill memory with one kind of thing after another, also in handlers. They catch what comes; what they print
/// at the end shows that there is memory again.
const FILLING: &[&str] = &[
    // Handlers that fill memory as well, inside each other.
    "def fill(n):
    try:
        return [{'k': [1]} for _ in range(10**9)]
    except MemoryError:
        if n == 0:
            raise
        try:
            fill(n - 1)
        finally:
            y = {}
            try:
                for i in range(10**8): y[i] = [i]
            except MemoryError:
                pass
try:
    fill(5)
except MemoryError:
    print('end')",
    // Each item has a finaliser.
    "def gen(n):
    x = [n]
    yield x
    yield x
l = []
try:
    while True:
        g = gen(len(l)); next(g); l.append(g)
except MemoryError:
    pass
l.clear()
print('end')",
    "l = []
try:
    while True: l.append(type('C%d' % len(l), (), {'m': lambda self: 1}))
except MemoryError:
    pass
l.clear()
try:
    while True: exec('def f(a, b=1):\\n return [a, b]\\nl.append(f)')
except MemoryError:
    pass
l.clear()
import json
try:
    while True: l.append(json.loads('{\"a\": [1, 2, {\"b\": null}]}'))
except MemoryError:
    pass
l.clear()
print('end')",
    // Integers of some thousand bits.
    "l = []
try:
    x = 1 << 100
    while True: l.append(x); x <<= 1000
except MemoryError:
    l.clear()
try:
    while True: l.append(len(l) * 10**300)
except MemoryError:
    l.clear()
print('end')",
];

/// Four threads fill memory together. A step that has no memory is taken again, as those that fill it end.
const FILLING_TOGETHER: &str = "import threading
def fill():
    try:
        l = []
        while True: l.append({'a': [len(l)], 'b': str(len(l))})
    except MemoryError:
        pass
threads = []
for k in range(4):
    try:
        t = threading.Thread(target=fill)
        t.start()
        threads.append(t)
    except (RuntimeError, MemoryError):
        pass
while threads:
    try:
        threads[-1].join()
        threads.pop()
    except MemoryError:
        pass
print('end')";

/// How much address space the scripts above have, in kilobytes.
const ROOMS: [u32; 5] = [120_000, 150_000, 200_000, 300_000, 400_000];

#[test]
fn filled_memory_ends_nothing() {
    for text in FILLING {
        for kilobytes in ROOMS {
            assert_eq!(run(text, kilobytes), "end\n", "{kilobytes}");
        }
    }
}

#[test]
fn memory_that_threads_fill_together_ends_nothing() {
    for kilobytes in ROOMS {
        let (out, err) = run_with_reports(FILLING_TOGETHER, kilobytes);
        assert_eq!(out, "end\n", "{kilobytes}\n{err}");
        assert!(
            !err.contains("panicked") && (err.is_empty() || err.contains("MemoryError")),
            "{kilobytes}\n{err}"
        );
    }
}
