"""All errors of Skillweave, one tree.

    SkillweaveError
    ├── InputError          an input cannot be read              (also ValueError)
    ├── UsageError          an argument makes no sense           (also ValueError)
    │   └── QueryRefused    a query does what it may not
    ├── UnknownName         no concept, posting or place of that name   (also LookupError)
    ├── AmbiguousName       a name that fits several concepts    (also LookupError)
    ├── MissingExtra        an optional package is not installed (also ImportError)
    └── GraphError          the store cannot do what was asked   (also RuntimeError)
        ├── GraphNotFound   there is no graph at that path
        ├── GraphInUse      another process writes to it
        ├── GraphVersion    it was written by an incompatible version, or the server is one
        ├── GraphAccess     the server refuses the user or the password
        ├── GraphUnreachable  no server answers, or the connection broke
        ├── GraphFull       no room is left on the disk or in memory
        ├── GraphBusy       too many queries at once
        ├── QueryFailed     the engine cannot run a query of the user's
        ├── QueryTimeout    a query took longer than it may
        └── QueryTooLarge   a query or its answer took more memory than it may

Every error says what is wrong and what to do next, keeps its data as attributes and survives
pickling (workers raise them in other processes).
"""

from typing import Any


class SkillweaveError(Exception):
    """Base of all errors raised on purpose; ``str()`` gives a message fit for a user."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the attributes, so that keyword-only arguments survive pickling."""
        return _rebuild, (type(self), self.args, self.__dict__.copy())


def _rebuild(
    kind: type[SkillweaveError], args: tuple[Any, ...], state: dict[str, Any]
) -> SkillweaveError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InputError(SkillweaveError, ValueError):
    """An input, or one item of it, cannot be read.

    Args:
        reason: what is wrong, in one clause.
        file: the file (and archive member) as the user named it.
        position: where in it: a line, row, item or byte, in words.
        next_step: what the user can do about it.
    """

    def __init__(
        self, reason: str, *, file: str = "", position: str = "", next_step: str = ""
    ) -> None:
        self.reason = reason
        self.file = file
        self.position = position
        self.next_step = next_step
        super().__init__(reason)

    def __str__(self) -> str:
        """File, position, reason, next step."""
        where = ", ".join(part for part in (self.file, self.position) if part)
        message = f"{where}: {self.reason}" if where else self.reason
        return f"{message} ({self.next_step})" if self.next_step else message


class UsageError(SkillweaveError, ValueError):
    """An argument or a combination of arguments makes no sense."""


class UnknownName(SkillweaveError, LookupError):
    """Nothing in the graph has that name.

    Args:
        name: the name.
        kind: what it should have been a name of, such as "skill".
        near: close spellings.
    """

    def __init__(self, name: str, *, kind: str = "", near: tuple[str, ...] = ()) -> None:
        self.name = name
        self.kind = kind
        self.near = near
        super().__init__(name)

    def __str__(self) -> str:
        """The name and, where there are any, the near spellings."""
        hint = f"; did you mean {', '.join(self.near)}?" if self.near else ""
        what = f"no {self.kind}" if self.kind else "nothing"
        return f"{what} is named {self.name!r}{hint}"


class AmbiguousName(SkillweaveError, LookupError):
    """A name fits several things.

    Args:
        name: the name.
        between: ids of what it fits.
        told: what each of these is, in words.
    """

    def __init__(self, name: str, *, between: tuple[str, ...], told: tuple[str, ...] = ()) -> None:
        self.name = name
        self.between = between
        self.told = told
        super().__init__(name)

    def __str__(self) -> str:
        """The name and what it may stand for."""
        told = dict(zip(self.between, self.told, strict=False))
        choices = [f"{id} ({told[id]})" if id in told else id for id in self.between]
        return f"{self.name!r} may be {' or '.join(choices)}; give the id of the one you mean"


class MissingExtra(SkillweaveError, ImportError):
    """An optional package is needed; the message names the extra to install."""

    def __init__(self, package: str, *, extra: str, purpose: str) -> None:
        self.package = package
        self.extra = extra
        self.purpose = purpose
        super().__init__(package)

    def __str__(self) -> str:
        """What is missing, for what, and the command that brings it."""
        return (
            f"{self.purpose} needs the package {self.package}; "
            f"install it with: pip install 'skillweave[{self.extra}]'"
        )


class GraphError(SkillweaveError, RuntimeError):
    """The store cannot do what was asked."""


class GraphNotFound(GraphError):
    """There is no graph at the path given."""


class GraphInUse(GraphError):
    """Another process has the graph open for writing."""


class GraphVersion(GraphError):
    """The graph was written by a version that this one cannot read."""


class GraphAccess(GraphError):
    """The server refuses the user, the password or the action."""


class GraphUnreachable(GraphError):
    """No server answers at the address, or the connection to it broke."""


class GraphFull(GraphError):
    """No room is left on the disk or in memory."""


class GraphBusy(GraphError):
    """Other queries take all there is; the same query may run a little later."""


class QueryRefused(UsageError):
    """A query would do what it may not; nothing was run."""


class QueryFailed(GraphError):
    """The engine cannot run a query: its syntax is wrong, or a value does not fit."""


class QueryTimeout(GraphError):
    """A query took longer than it may."""


class QueryTooLarge(GraphError):
    """A query needs more memory, or its answer is larger, than it may."""
