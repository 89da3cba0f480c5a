"""Misspelt keywords are guessed, also in a text that goes on; a name that is only a little like one is not."""
import traceback

for text in ('tyo:\n  pass\nexcept y:\n  pass\n', '[\n123 fur x\nin range(3)\nif x\n]\n', '[\nx for x\nin range(3)\nof x\n]\n',
             'whille x:\n pass\n', 'clas A: pass\n', 'imprt x\n', 'match x:\n    y = 3\n', '(mat x)\n', 'fro m import x\n',
             'a = 1\nretun a\n', 'elseif x: pass\n', 'pas\nx y\n'):
    try:
        compile(text, '<text>', 'exec')
    except SyntaxError as error:
        print(*traceback.format_exception_only(error))
