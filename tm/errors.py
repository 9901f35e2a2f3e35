"""Every error that the service raises on purpose.

    TmError
      InvalidInput        the request or the file is not what it should be      400 / 422
        UnsupportedLanguage   not a well-formed BCP 47 tag
        ParseError            a file is damaged; knows the line or byte offset
        TooLarge              over a stated limit                                413
      NotFound            no such object, or not yours to see                   404
      Forbidden           the object is yours to see, the action is not yours   403
      Conflict            somebody else changed it, or the name is taken        409
      Unavailable         the database, the disk or a model cannot be reached   503
      SettingsError       a TM_* variable is wrong; the service does not start

An entry point (API, pages, command line) translates each class once.  ``code`` is stable: it is
the last part of the problem type that the API answers with.  The message is one sentence for
people that names the place and, where there is one, the way out.
"""


class TmError(Exception):
    """Root of the tree; ``str(error)`` may be shown to a user as it is."""

    code = "error"


class InvalidInput(TmError):
    """What was sent cannot be used; ``field`` names the part at fault where there is one."""

    code = "invalid-input"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class UnsupportedLanguage(InvalidInput):
    code = "unsupported-language"


class ParseError(InvalidInput):
    """A file that cannot be read on; ``line`` counts from 1, ``offset`` is in bytes from 0."""

    code = "parse-error"

    def __init__(self, message: str, *, line: int | None = None, offset: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.offset = offset


class TooLarge(InvalidInput):
    code = "too-large"


class NotFound(TmError):
    code = "not-found"


class Forbidden(TmError):
    code = "forbidden"


class Conflict(TmError):
    code = "conflict"


class Unavailable(TmError):
    code = "unavailable"


class SettingsError(TmError):
    code = "settings"
