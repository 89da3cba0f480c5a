"""Paths in pickles that Python 3.13 wrote."""
import pathlib
import pickle

for name in ("PurePosixPath", "PosixPath", "PurePath", "Path"):
    data = b"cpathlib._local\n" + name.encode() + b"\n(Vdir\nVfile.txt\ntR."
    path = pickle.loads(data)
    print(repr(path), type(path) is getattr(pathlib, type(path).__name__))
