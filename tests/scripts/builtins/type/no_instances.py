# Calling a class that makes no instances, again and again
import sys
import types
import typing

for cls in types.FrameType, typing.Union, type(iter([])), types.GeneratorType, type({}.keys()), type(sys.flags):
    for i in range(3):
        try:
            cls()
        except TypeError as e:
            print(e)
        try:
            cls(1, 2)
        except TypeError as e:
            print(e)
for text in ('Union[int, str] | 5', '5 | Union[int, str]', 'Union[int, str] | "x"', 'int | "x"', '(int | str) | "y"', 'Union[int, str] | ()',
             'Union[int, str] | []', 'Union[int, str] | ClassVar[int]', '(int | str).__or__(5)'):
    try:
        print(text, '=', eval(text, vars(typing).copy()))
    except TypeError as e:
        print(text, e)
