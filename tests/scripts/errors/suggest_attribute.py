# AttributeError suggestions
import traceback


class Thing:
    class_value = 1
    _hidden = 3

    def __init__(self):
        self.instance_value = 2

    def run_method(self):
        pass


t = Thing()
for code in ("t.clas_value", "t.instance_valeu", "t.run_methd", "t.zzz", "t.hidden", "[].appendd", "''.uper", "{}.itmes", "(1).rel", "t.run_method.__nam__", "Thing.class_valu", "[].push", "[].add", "{}.put", "''.length", "None.x", "int.frm_bytes", "t.__clas__", "{1}.append", "().append", "t.Class_Value", "traceback.print_ex", "[].lenght", "''.contains", "b''.upr", "print.x", "t.a.b", "[].extend_", "t.instancevalue"):
    try:
        eval(code)
    except AttributeError as e:
        print(code, "->", traceback.format_exception(e)[-1], end="")
t.instence_value
