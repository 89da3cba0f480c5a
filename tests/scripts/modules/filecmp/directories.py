"""filecmp: files by state and by content, and two directories beside each other."""
import filecmp
import os
import tempfile


def write(path, text, time=1_000_000):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)
    os.utime(path, (time, time))


with tempfile.TemporaryDirectory() as root:
    os.chdir(root)
    write("a/same", "text")
    write("b/same", "text")
    write("a/looks", "text")
    write("b/looks", "tent")
    write("a/later", "text", 5)
    write("b/later", "tent", 6)
    write("a/longer", "text")
    write("b/longer", "texts")
    write("a/left", "")
    write("b/right", "")
    write("a/.git/x", "")
    write("a/deep/er/file", "1")
    write("b/deep/er/file", "2", 7)
    write("a/deep/only", "")
    write("a/kinds/x", "")
    write("b/kinds", "")
    os.symlink("nowhere", "a/broken")
    os.symlink("nowhere", "b/broken")
    os.mkfifo("a/pipe")
    os.mkfifo("b/pipe")

    for name in ("same", "looks", "later", "longer"):
        print(name, filecmp.cmp("a/" + name, "b/" + name), filecmp.cmp("a/" + name, "b/" + name, shallow=False))
    print(filecmp.cmp("a", "a"), filecmp.cmp("a/pipe", "a/pipe"))
    try:
        filecmp.cmp("a/same", "a/missing")
    except FileNotFoundError as e:
        print(e)
    names = ["same", "looks", "longer", "left", "missing", "nul\0"]
    print(filecmp.cmpfiles("a", "b", names), filecmp.cmpfiles("a", "b", names, shallow=False))
    for kwargs in ({}, {"shallow": False}, {"ignore": ["left", "same"]}, {"hide": ["deep"]}):
        d = filecmp.dircmp("a", "b", **kwargs)
        for n in ("left_list", "right_list", "common", "left_only", "right_only", "common_dirs", "common_files",
                  "common_funny", "same_files", "diff_files", "funny_files"):
            print(n, getattr(d, n))
        print(list(d.subdirs), [type(s).__name__ for s in d.subdirs.values()])
    d.report()
    filecmp.dircmp("a", "b").report_partial_closure()
    filecmp.dircmp("a", "b").report_full_closure()
    print(filecmp.dircmp[str], filecmp.DEFAULT_IGNORES)
    try:
        d.other
    except AttributeError as e:
        print(type(e).__name__)
    filecmp.clear_cache()
    os.chdir("/")
