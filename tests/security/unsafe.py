"""Ways in which a text could act, found in the source: parsed as markup, or written to a terminal past the gates."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

Rule: TypeAlias = Callable[[str, ast.Module], Iterator[str]]

_PARSERS: Final = frozenset(
    {"from_markup", "from_ansi", "render_markup", "render_str", "markup", "decode_ansi", "AnsiDecoder", "to_content"}
    | {"visualize", "print_exception", "emoji_replace", "set_window_title"}
)
"""Names that turn text into styles, links or orders to the terminal, whatever they are called on."""

_BEARERS: Final = frozenset({"border_title", "border_subtitle", "tooltip", "sub_title", "placeholder", "content"})
"""Attributes of widgets whose text is parsed when it is set."""

_WIDGETS: Final = frozenset({"Input", "LoadingIndicator", "Option"})
_FORBIDDEN_MODULES: Final = ("rich.markup", "rich.text", "rich.ansi", "textual.markup", "rich.traceback", "rich.pretty")
_PRINTERS: Final = frozenset({"print", "pprint", "breakpoint", "input", "eval", "exec"})
_STREAMS: Final = frozenset({"stdout", "stderr", "__stdout__", "__stderr__"})
_WRITERS: Final = {
    "commands/stdio.py": "write_notice and put, which are gates",
    "ui/terminal/driver.py": "the title, of visible characters, and what Textual writes",
    "config/private_files.py": "files",
    "commands/new_files.py": "tables, into a regular file that was not there",
    "config/log_file.py": "the log",
    "commands/simulate.py": "the key",
    "feed/recording_file.py": "recordings",
    "feed/replay_marks.py": "marks beside them",
    "feed/metrics_server.py": "an answer to whoever reads the metrics",
    "commands/serve.py": "packets to a dashboard: what was typed into its page",
    "commands/stream.py": "events, and frames as they came",
    "ui/terminal/descriptor.py": "what the driver was given, what restores the terminal, and what streams were given",
    "ui/terminal/reader.py": "a byte into its own pipe",
    "simulator/client_socket.py": "what the simulated exchange sends and answers",
    "simulator/server.py": "the socket",
}
_WRITING: Final = frozenset({"write", "writelines", "writev", "pwrite"})
_RENDERERS: Final = frozenset({"render", "render_line", "__rich__", "__rich_console__"})
_DRAWN: Final = {("ui/terminal/strips.py", "render"), ("ui/palette.py", "render_line")}
"""What is drawn cell by cell, which nothing parses."""

_ESCAPES: Final = {
    *(
        f"ui/terminal/{module}.py"
        for module in ("announce", "descriptor", "driver", "grammar", "keys", "question", "reader", "reports", "strips")
    ),
}
_TELLERS: Final = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})


def unsafe(name: str, source: str) -> list[str]:
    """What is wrong with a module; `name` is its path in the package."""
    module = ast.parse(source)
    return [f"{name}:{found}" for rule in RULES for found in rule(name, module)]


def _no_parser(name: str, module: ast.Module) -> Iterator[str]:
    """By whatever name: an attribute, an import, an alias of one, or a text that `getattr` could take."""
    for node in ast.walk(module):
        for word in _names_of(node):
            if word in _PARSERS:
                yield f"{_line(node)} {word}"


def _names_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute(attr=word) | ast.Name(id=word):
            yield word
        case ast.alias(name=word):
            yield from word.split(".")
        case ast.Constant(value=str(word)):
            yield word


def _no_module(name: str, module: ast.Module) -> Iterator[str]:
    """Of the libraries that draw, single names are imported, so that what is used can be read here."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            wholes = [alias.name for alias in node.names if alias.name.split(".")[0] in ("rich", "textual")]
            yield from (f"{node.lineno} import of all of {whole}" for whole in wholes)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {alias.name for alias in node.names}
            whole = f"{node.module}.{next(iter(names))}"
            if node.module in _FORBIDDEN_MODULES or whole in _FORBIDDEN_MODULES or node.module == "rich":
                yield f"{node.lineno} import of {whole}"
            if node.module.startswith("textual.widgets") and not names <= _WIDGETS:
                yield f"{node.lineno} widgets {names}"


def _no_markup(name: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg == "markup" and not _is(node.value, False):
            yield f"{node.value.lineno} markup on"
        if isinstance(node, ast.keyword) and node.arg in _BEARERS and not isinstance(node.value, ast.Constant):
            yield f"{node.value.lineno} {node.arg} from data"
        if isinstance(node, ast.keyword) and node.arg in ("link", "meta", "message") and name.startswith("ui/"):
            yield f"{node.value.lineno} {node.arg}"
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Attribute) and target.attr in _BEARERS and name.startswith("ui/"):
                    yield from () if _is_content(node.value) else (f"{node.lineno} {target.attr}",)
        if isinstance(node, ast.Call) and _called(node) == "Option" and not (node.args and _is_content(node.args[0])):
            yield f"{node.lineno} an option that is parsed"


def _is_content(node: ast.expr | None) -> bool:
    """Whether it is made as `Content(text)`, which is not parsed."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Content"


def _no_notice(name: str, module: ast.Module) -> Iterator[str]:
    """Textual's own notices, and its exits with a message, parse what they say; so does a widget that renders text."""
    for node in ast.walk(module):
        if not name.startswith(("ui/", "commands/")):
            return
        if isinstance(node, ast.Call) and _called(node) == "notify" and (node.args or node.keywords):
            yield f"{node.lineno} notify"
        if isinstance(node, ast.FunctionDef) and node.name in _RENDERERS and (name, node.name) not in _DRAWN:
            yield f"{node.lineno} {node.name}"
        if isinstance(node, ast.Call) and _called(node) in ("Hit", "DiscoveryHit"):
            prompts = [argument for argument in node.args if isinstance(argument, ast.Call)]
            if [_called(prompt) for prompt in prompts] != ["_prompt"]:
                yield f"{node.lineno} a prompt that is not made by _prompt"


def _styled_by_us(name: str, module: ast.Module) -> Iterator[str]:
    """A style that comes from data could be a link."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr in ("parse", "assemble") and isinstance(owner, ast.Name) and owner.id in _STYLERS:
                yield f"{node.lineno} {owner.id}.{node.func.attr}"
            if node.func.attr == "styled" and not (len(node.args) == 2 and isinstance(node.args[1], ast.Constant)):
                yield f"{node.lineno} a style from data"


_STYLERS: Final = frozenset({"Style", "Content", "Text"})


def _no_printing(name: str, module: ast.Module) -> Iterator[str]:
    """To the terminal leads `write_notice` or `put`, the screen's driver, and nothing else."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and node.id in _PRINTERS:
            yield f"{node.lineno} {node.id}"
        if name != "commands/stdio.py":
            if isinstance(node, ast.Attribute) and node.attr in _STREAMS and _is_name(node.value, "sys"):
                yield f"{node.lineno} sys.{node.attr}"
            if isinstance(node, ast.ImportFrom) and node.module == "sys":
                yield f"{node.lineno} import from sys"
        if isinstance(node, ast.Attribute) and node.attr in _WRITING and name not in _WRITERS:
            yield f"{node.lineno} {node.attr}"


def _no_escape(name: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and name not in _ESCAPES:
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            if any(char in text for char in "\x1b\x9b\x9d\x90\x07"):
                yield f"{node.lineno} an escape sequence"


def _no_formatted_log(name: str, module: ast.Module) -> Iterator[str]:
    """A log's format is ours; only what it is filled with comes from outside."""
    for node in ast.walk(module):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        is_entry = _is_name(node.func.value, "_log") and node.func.attr in _TELLERS
        if is_entry and not (node.args and isinstance(node.args[0], ast.Constant)):
            yield f"{node.lineno} a log entry without a format of its own"


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


RULES: Final[tuple[Rule, ...]] = (
    _no_parser,
    _no_module,
    _no_markup,
    _no_notice,
    _styled_by_us,
    _no_printing,
    _no_escape,
    _no_formatted_log,
)
