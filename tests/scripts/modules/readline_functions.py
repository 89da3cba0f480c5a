"""The module readline without a terminal: history and its files, completion, settings."""

import os
import readline
import tempfile

print(readline.backend, readline.get_current_history_length(), readline.get_history_length())
print(repr(readline.get_completer_delims()), readline.get_completer(), repr(readline.get_line_buffer()))
print(readline.get_begidx(), readline.get_endidx())
for line in 'one', 'two words', 'drei', 'two words':
    readline.add_history(line)
print(readline.get_current_history_length(), [readline.get_history_item(i) for i in (-1, 0, 1, 2, 4, 5)])
readline.remove_history_item(0)
readline.replace_history_item(1, 'three')
print([readline.get_history_item(i + 1) for i in range(readline.get_current_history_length())])
for call in (lambda: readline.remove_history_item(9), lambda: readline.remove_history_item(-1),
             lambda: readline.replace_history_item(7, 'x'), lambda: readline.replace_history_item(-2, 'x'),
             lambda: readline.read_history_file('/nowhere/at/all')):
    try:
        call()
    except (ValueError, OSError) as e:
        print(type(e).__name__, e)
for call in (lambda: readline.add_history(3), lambda: readline.set_completer(3), lambda: readline.set_completer_delims(None),
             lambda: readline.parse_and_bind(3), lambda: readline.set_startup_hook('x'), lambda: readline.get_history_item('x')):
    try:
        call()
    except TypeError as e:
        print(type(e).__name__)
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, 'history')
    readline.write_history_file(name)
    print(open(name).read())
    readline.add_history('new')
    readline.append_history_file(1, name)
    print(open(name).read())
    readline.set_history_length(2)
    print(readline.get_history_length())
    readline.write_history_file(name)
    print(open(name).read())
    readline.clear_history()
    print(readline.get_current_history_length(), readline.get_history_item(1))
    readline.read_history_file(name)
    print([readline.get_history_item(i + 1) for i in range(readline.get_current_history_length())])
    print(oct(os.stat(name).st_mode & 0o777))
readline.set_completer_delims(' ')
print(repr(readline.get_completer_delims()))


def completer(text, state):
    return None


readline.set_completer(completer)
print(readline.get_completer() is completer)
readline.set_completer()
print(readline.get_completer())
print(readline.parse_and_bind('tab: complete'), readline.parse_and_bind('set editing-mode emacs'))
print(readline.set_startup_hook(None), readline.set_pre_input_hook(), readline.set_auto_history(False))
