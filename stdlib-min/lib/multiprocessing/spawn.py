"""Children that begin with a fresh interpreter: what they are told, and how they get ready.

The parent writes two pickles: a dict of settings, and the process object. The main module of the parent is imported
under the name `__mp_main__`, so that what it defines can be found but `if __name__ == '__main__'` does not run again.
"""

import os
import runpy
import sys
import types

from . import get_start_method, set_start_method
from . import process
from . import util
from .context import reduction

__all__ = ['_main', 'freeze_support', 'set_executable', 'get_executable', 'get_preparation_data',
           'get_command_line', 'import_main_path']

WINEXE = WINSERVICE = False     # for those who ask


# --- the command -------------------------------------------------------------------------

def set_executable(exe):
    """The interpreter that children run."""
    global _python_exe
    _python_exe = None if exe is None else os.fsencode(exe)


def get_executable():
    """The interpreter that children run."""
    return _python_exe


set_executable(sys.executable)


def is_forking(argv):
    """Whether this command line is one of `get_command_line`."""
    return len(argv) >= 2 and argv[1] == '--multiprocessing-fork'


def freeze_support():
    """In a frozen program that was started as a child: be the child and exit."""
    if not is_forking(sys.argv):
        return
    arguments = (each.split('=') for each in sys.argv[2:])
    spawn_main(**{name: None if value == 'None' else int(value) for name, value in arguments})
    sys.exit()


def get_command_line(**kwds):
    """The command that runs a child with these arguments of `spawn_main`."""
    arguments = [f'{name}={value!r}' for name, value in kwds.items()]
    if getattr(sys, 'frozen', False):
        return [sys.executable, '--multiprocessing-fork', *arguments]
    program = f"from multiprocessing.spawn import spawn_main; spawn_main({', '.join(arguments)})"
    return [get_executable(), *util._args_from_interpreter_flags(), '-c', program,
            '--multiprocessing-fork']


# --- the child ---------------------------------------------------------------------------

def spawn_main(pipe_handle, parent_pid=None, tracker_fd=None):
    """Be the child whose pickles come from this descriptor."""
    from . import resource_tracker
    assert is_forking(sys.argv), 'Not forking'
    resource_tracker._resource_tracker._fd = tracker_fd
    # The parent keeps the other end open for as long as it lives.
    sys.exit(_main(pipe_handle, os.dup(pipe_handle)))


def _main(fd, parent_sentinel):
    current = process.current_process()
    with os.fdopen(fd, 'rb', closefd=True) as from_parent:
        current._inheriting = True
        try:
            prepare(reduction.pickle.load(from_parent))
            child = reduction.pickle.load(from_parent)
        finally:
            del current._inheriting
    return child._bootstrap(parent_sentinel)


def _check_not_importing_main():
    if getattr(process.current_process(), '_inheriting', False):
        raise RuntimeError('''
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        ''')


def get_preparation_data(name):
    """The settings for a child with this name."""
    _check_not_importing_main()
    data = {
        'log_to_stderr': util._log_to_stderr,
        'authkey': process.current_process().authkey,
        'name': name,
        'sys_path': [process.ORIGINAL_DIR if path == '' else path for path in sys.path],
        'sys_argv': sys.argv,
        'orig_dir': process.ORIGINAL_DIR,
        'dir': os.getcwd(),
        'start_method': get_start_method(allow_none=True),
    }
    if util._logger is not None:
        data['log_level'] = util._logger.getEffectiveLevel()
    main_module = sys.modules['__main__']
    name = getattr(main_module.__spec__, 'name', None)
    if name is not None:
        data['init_main_from_name'] = name
        return data
    path = getattr(main_module, '__file__', None)
    if path is not None:
        if not os.path.isabs(path) and process.ORIGINAL_DIR is not None:
            path = os.path.join(process.ORIGINAL_DIR, path)
        data['init_main_from_path'] = os.path.normpath(path)
    return data


def prepare(data):
    """Take the settings over."""
    current = process.current_process()
    if 'name' in data:
        current.name = data['name']
    if 'authkey' in data:
        current.authkey = data['authkey']
    if data.get('log_to_stderr'):
        util.log_to_stderr()
    if 'log_level' in data:
        util.get_logger().setLevel(data['log_level'])
    if 'sys_path' in data:
        sys.path = data['sys_path']
    if 'sys_argv' in data:
        sys.argv = data['sys_argv']
    if 'dir' in data:
        os.chdir(data['dir'])
    if 'orig_dir' in data:
        process.ORIGINAL_DIR = data['orig_dir']
    if 'start_method' in data:
        set_start_method(data['start_method'], force=True)
    if 'init_main_from_name' in data:
        _fixup_main_from_name(data['init_main_from_name'])
    elif 'init_main_from_path' in data:
        _fixup_main_from_path(data['init_main_from_path'])


# --- the main module ---------------------------------------------------------------------

old_main_modules = []           # alive, as functions of theirs may be


def _replace_main(content):
    old_main_modules.append(sys.modules['__main__'])
    made = types.ModuleType('__mp_main__')
    made.__dict__.update(content)
    sys.modules['__main__'] = sys.modules['__mp_main__'] = made


def _fixup_main_from_name(mod_name):
    # A package's `__main__` has nothing that a child could want, and runs whatever its name is.
    if mod_name == '__main__' or mod_name.endswith('.__main__'):
        return
    if getattr(sys.modules['__main__'].__spec__, 'name', None) == mod_name:
        return                          # forked from a server that has done this
    _replace_main(runpy.run_module(mod_name, run_name='__mp_main__', alter_sys=True))


def _fixup_main_from_path(main_path):
    if os.path.splitext(os.path.basename(main_path))[0] == 'ipython':
        return
    if getattr(sys.modules['__main__'], '__file__', None) == main_path:
        return
    _replace_main(runpy.run_path(main_path, run_name='__mp_main__'))


def import_main_path(main_path):
    """Import the main module of the parent."""
    _fixup_main_from_path(main_path)
