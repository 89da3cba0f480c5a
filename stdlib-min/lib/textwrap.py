"""Filling, indenting and shortening of text.

Owns TextWrapper and the functions around it. Splitting is done by scanning, so
no regular expressions are needed.
"""

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent', 'indent', 'shorten']

_whitespace = '\t\n\x0b\x0c\r '
_TO_SPACE = dict.fromkeys(map(ord, _whitespace), ' ')
_PUNCTUATION = frozenset('!"\'&.,?')


def _is_word(char):
    return char.isalnum() or char == '_'


def _is_letter(char):
    return (char.isalnum() or char == '_') and not char.isdecimal()


def _dash_after(text, pos):
    """True if two or more dashes stand at *pos*, with a word character behind them."""
    end = pos
    size = len(text)
    while end < size and text[end] == '-':
        end += 1
    return end - pos >= 2 and end < size and _is_word(text[end])


def _dash_between(text, pos):
    """True if an em-dash between two words starts at *pos*."""
    if not pos or text[pos] != '-':
        return False
    before = text[pos - 1]
    return (_is_word(before) or before in _PUNCTUATION) and _dash_after(text, pos)


def _may_break(text, pos):
    """True if the hyphen at *pos* joins parts of at least two letters."""
    if pos < 2 or not _is_letter(text[pos - 1]):
        return False
    if not _is_letter(text[pos - 2]):
        # One-letter parts count if there is a hyphen with a letter before them.
        if pos < 3 or text[pos - 2] != '-' or not _is_letter(text[pos - 3]):
            return False
    after = text[pos + 1:pos + 4]
    if len(after) < 2 or not _is_letter(after[0]):
        return False
    if after[1] == '-':
        return len(after) == 3 and _is_letter(after[2])
    return _is_letter(after[1])


def _split_word(text, start, end, out):
    """Append the pieces of the word text[start:end], which contains a hyphen."""
    while start < end:
        if _dash_between(text, start):
            stop = start
            while text[stop] == '-':
                stop += 1
        else:
            stop = start + 1
            while stop < end:
                if text[stop] == '-':
                    if _may_break(text, stop):
                        stop += 1
                        break
                    if _dash_between(text, stop):
                        break
                stop += 1
        out.append(text[start:stop])
        start = stop


def _runs(text):
    """Yield (start, end, is_space) for the runs of white space and of other characters."""
    start = 0
    size = len(text)
    while start < size:
        space = text[start] in _whitespace
        end = start + 1
        while end < size and (text[end] in _whitespace) == space:
            end += 1
        yield start, end, space
        start = end


class TextWrapper:
    """Wraps text; the options are attributes and may be changed between calls."""

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True,
                 replace_whitespace=True, fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None,
                 placeholder=' [...]'):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        """Tabs and white space of all kinds become spaces, as the options say."""
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(_TO_SPACE)
        return text

    def _split(self, text):
        """The pieces of *text* that may not be broken, white space included."""
        out = []
        hyphens = self.break_on_hyphens and '-' in text
        if not hyphens and not any(c in text for c in '\t\n\x0b\x0c\r'):
            # Only spaces separate: let str.split do the scanning.
            spaces = 0
            for i, word in enumerate(text.split(' ')):
                spaces += i > 0
                if word:
                    if spaces:
                        out.append(' ' * spaces)
                        spaces = 0
                    out.append(word)
            if spaces:
                out.append(' ' * spaces)
            return out
        for start, end, space in _runs(text):
            if space or not hyphens or '-' not in text[start:end]:
                out.append(text[start:end])
            else:
                _split_word(text, start, end, out)
        return out

    def _fix_sentence_endings(self, chunks):
        """Make the space after a sentence two spaces wide."""
        for i in range(1, len(chunks)):
            if chunks[i] != ' ':
                continue
            word = chunks[i - 1]
            if word[-1] in '"\'':
                word = word[:-1]
            if len(word) >= 2 and word[-1] in '.!?' and 'a' <= word[-2] <= 'z':
                chunks[i] = '  '

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """Put as much as fits of a piece that is wider than a line."""
        # A line always takes at least one character, however deep the indent.
        space_left = 1 if width < 1 else width - cur_len
        if self.break_long_words and space_left > 0:
            chunk = reversed_chunks[-1]
            end = space_left
            if self.break_on_hyphens and len(chunk) > space_left:
                hyphen = chunk.rfind('-', 0, space_left)
                if hyphen > 0 and chunk[:hyphen].strip('-'):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _take_line(self, chunks, width, first):
        """(pieces of the next line, their width), taken off the reversed *chunks*."""
        line = []
        size = 0
        if self.drop_whitespace and not first and not chunks[-1].strip():
            del chunks[-1]
        while chunks and size + len(chunks[-1]) <= width:
            size += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            self._handle_long_word(chunks, line, size, width)
            size = sum(map(len, line))
        if self.drop_whitespace and line and not line[-1].strip():
            size -= len(line.pop())
        return line, size

    def _cut(self, lines, line, size, width, indent):
        """End the text with the placeholder, on this line or on the last one."""
        while line:
            if line[-1].strip() and size + len(self.placeholder) <= width:
                lines.append(indent + ''.join(line) + self.placeholder)
                return
            size -= len(line.pop())
        if lines:
            last = lines[-1].rstrip()
            if len(last) + len(self.placeholder) <= self.width:
                lines[-1] = last + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def _wrap_chunks(self, chunks):
        """The lines that the pieces make."""
        if self.width <= 0:
            raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError('placeholder too large for max width')
        lines = []
        # Reversed, so that taking the next piece is a pop.
        chunks.reverse()
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            line, size = self._take_line(chunks, width, not lines)
            if not line:
                continue
            room = self.max_lines is None or len(lines) + 1 < self.max_lines
            rest = chunks and not (self.drop_whitespace and len(chunks) == 1
                                   and not chunks[0].strip())
            if room or (not rest and size <= width):
                lines.append(indent + ''.join(line))
            else:
                self._cut(lines, line, size, width, indent)
                break
        return lines

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def wrap(self, text):
        """The lines, without line ends, that *text* fills."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """`wrap`, the lines joined."""
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of one paragraph, each at most *width* wide."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """One paragraph wrapped to *width*, as one string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """*text* on one line with single spaces, cut to *width* with a placeholder."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(' '.join(text.strip().split()))


def dedent(text):
    """*text* without the white space that all its lines begin with."""
    try:
        lines = text.split('\n')
    except (AttributeError, TypeError):
        raise TypeError(f'expected str object, not {type(text).__qualname__!r}') from None
    filled = [line for line in lines if line and not line.isspace()]
    low, high = min(filled, default=''), max(filled, default='')
    margin = 0
    for a, b in zip(low, high):
        if a != b or a not in ' \t':
            break
        margin += 1
    return '\n'.join(['' if line.isspace() else line[margin:] for line in lines])


def indent(text, prefix, predicate=None):
    """*text* with *prefix* before each line for which *predicate* holds.

    By default lines of nothing but white space stay as they are.
    """
    out = []
    for line in text.splitlines(True):
        if not line.isspace() if predicate is None else predicate(line):
            out.append(prefix)
        out.append(line)
    return ''.join(out)
