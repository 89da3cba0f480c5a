"""The kinds of tokens, as numbers and names."""

_NAMES = '''
    ENDMARKER NAME NUMBER STRING NEWLINE INDENT DEDENT LPAR RPAR LSQB RSQB COLON COMMA SEMI PLUS MINUS STAR SLASH VBAR
    AMPER LESS GREATER EQUAL DOT PERCENT LBRACE RBRACE EQEQUAL NOTEQUAL LESSEQUAL GREATEREQUAL TILDE CIRCUMFLEX LEFTSHIFT
    RIGHTSHIFT DOUBLESTAR PLUSEQUAL MINEQUAL STAREQUAL SLASHEQUAL PERCENTEQUAL AMPEREQUAL VBAREQUAL CIRCUMFLEXEQUAL
    LEFTSHIFTEQUAL RIGHTSHIFTEQUAL DOUBLESTAREQUAL DOUBLESLASH DOUBLESLASHEQUAL AT ATEQUAL RARROW ELLIPSIS COLONEQUAL
    EXCLAMATION OP TYPE_IGNORE TYPE_COMMENT SOFT_KEYWORD FSTRING_START FSTRING_MIDDLE FSTRING_END TSTRING_START
    TSTRING_MIDDLE TSTRING_END COMMENT NL ERRORTOKEN ENCODING'''.split()
_OPERATORS = '''
    ( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ @= ->
    ... := !'''.split()

globals().update((_name, _number) for _number, _name in enumerate(_NAMES))
N_TOKENS = len(_NAMES)
NT_OFFSET = 256

tok_name = {number: name for number, name in enumerate(_NAMES)} | {N_TOKENS: 'N_TOKENS',
                                                                   NT_OFFSET: 'NT_OFFSET'}
# The kind of each operator, in the order of the text.
EXACT_TOKEN_TYPES = dict(sorted((text, LPAR + i) for i, text in enumerate(_OPERATORS)))


def ISTERMINAL(x):
    return x < NT_OFFSET


def ISNONTERMINAL(x):
    return x >= NT_OFFSET


def ISEOF(x):
    return x == ENDMARKER


__all__ = ['tok_name', 'ISTERMINAL', 'ISNONTERMINAL', 'ISEOF', 'EXACT_TOKEN_TYPES', *_NAMES,
           'N_TOKENS', 'NT_OFFSET']
