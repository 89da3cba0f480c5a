"""Errors of the package. Defects are what was wrong with a message that was read all the same."""


class MessageError(Exception):
    """The base of the errors."""


class MessageParseError(MessageError):
    """A message could not be read."""


class HeaderParseError(MessageParseError):
    """A header could not be read."""


class BoundaryError(MessageParseError):
    """The parts of a message could not be told apart."""


class MultipartConversionError(MessageError, TypeError):
    """A message of one part cannot get another one."""


class CharsetError(MessageError):
    """A character set that is not known."""


class HeaderWriteError(MessageError):
    """A header that would be read as something else."""


class MessageDefect(ValueError):
    """The base of the defects."""

    def __init__(self, line=None):
        if line is not None:
            super().__init__(line)
        self.line = line


class NoBoundaryInMultipartDefect(MessageDefect):
    """Several parts, but nothing that parts them."""


class StartBoundaryNotFoundDefect(MessageDefect):
    """The first part does not begin."""


class CloseBoundaryNotFoundDefect(MessageDefect):
    """The last part does not end."""


class FirstHeaderLineIsContinuationDefect(MessageDefect):
    """A continuation of nothing."""


class MisplacedEnvelopeHeaderDefect(MessageDefect):
    """A 'From ' line between headers."""


class MissingHeaderBodySeparatorDefect(MessageDefect):
    """A line that is no header, without an empty line before it."""


MalformedHeaderDefect = MissingHeaderBodySeparatorDefect


class MultipartInvariantViolationDefect(MessageDefect):
    """Said to have several parts, but has none."""


class InvalidMultipartContentTransferEncodingDefect(MessageDefect):
    """An encoding on the whole of several parts."""


class UndecodableBytesDefect(MessageDefect):
    """Bytes that are no text in the encoding that was told."""


class InvalidBase64PaddingDefect(MessageDefect):
    """Base64 that ends too early."""


class InvalidBase64CharactersDefect(MessageDefect):
    """Base64 with characters that are none of it."""


class InvalidBase64LengthDefect(MessageDefect):
    """Base64 with one character too many or three too few."""


class HeaderDefect(MessageDefect):
    """The base of the defects of headers."""

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)


class InvalidHeaderDefect(HeaderDefect):
    """A header that does not keep to the grammar."""


class HeaderMissingRequiredValue(HeaderDefect):
    """A header without the value that it must have."""


class NonPrintableDefect(HeaderDefect):
    """Control characters in a header."""

    def __init__(self, non_printables):
        super().__init__(non_printables)
        self.non_printables = non_printables

    def __str__(self):
        return f'the following ASCII non-printables found in header: {self.non_printables}'


class ObsoleteHeaderDefect(HeaderDefect):
    """A header written as it is not done any more."""


class NonASCIILocalPartDefect(HeaderDefect):
    """An address with characters other than ASCII before the at sign."""


class InvalidDateDefect(HeaderDefect):
    """A date that makes no sense."""
