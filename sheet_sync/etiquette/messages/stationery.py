"""The templates, compiled in a sandbox, and what ails a broken one (SPEC section 6)."""

import re
import traceback
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
)
from jinja2.sandbox import SandboxedEnvironment

from sheet_sync.errors import ConfigurationError
from sheet_sync.etiquette.messages.languages import FALLBACK_LANGUAGE, SUFFIX, Languages

_LONGEST_SUBJECT = 60

# What the code inside a template can raise; anything else is our own mistake.
_TEMPLATE_FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OSError,
    RecursionError,
)


class Stationery:
    """The templates of one run: compiled once, found by message name and language."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._templates: dict[tuple[str, str], tuple[Template, str]] = {}

    def render(self, message: str, language: str, facts: dict[str, object]) -> str:
        """A message's text from its facts; what the template does not know is a `ConfigurationError`."""
        template, _ = self._template(message, language)
        try:
            text = _tidy(template.render(facts))
            if message.endswith("_email") and not text.startswith("Subject: "):
                raise TemplateRuntimeError("an email begins with a line “Subject: …”")
        except _TEMPLATE_FAULTS as error:
            raise _explained(error, template.filename or message) from error
        return text

    def written_in(self, message: str, language: str) -> str:
        """The language in which a message really is: a language may lack one of the templates."""
        return self._template(message, language)[1]

    def _template(self, message: str, language: str) -> tuple[Template, str]:
        """The compiled template and the language of it."""
        key = (message, language)
        if key not in self._templates:
            held = next(
                tongue
                for tongue in (language, self._languages.language, FALLBACK_LANGUAGE)
                if self._languages.holds(message, tongue)
            )
            self._templates[key] = (self._compiled(message, held), held)
        return self._templates[key]

    def _compiled(self, message: str, language: str) -> Template:
        try:
            return _environment(tuple(self._languages.folders(language))).get_template(f"{message}{SUFFIX}")
        except _TEMPLATE_FAULTS as error:
            raise _explained(error, f"{message}{SUFFIX}") from error


def first_fitting(candidates: list[str]) -> str:
    """The first known subject that a list of mail shows whole; the last one where none is."""
    return next((line for line in candidates if line and len(line) <= _LONGEST_SUBJECT), candidates[-1])


def paragraph(text: str) -> str:
    """What a template's lines say, as one line of its own: so that they may be broken and indented freely."""
    line = re.sub(r" ([.,])(?=\s|$)", r"\1", " ".join(text.split()))
    return line and f"{line}\n"


@lru_cache(maxsize=32)
def _environment(folders: tuple[Path, ...]) -> SandboxedEnvironment:
    """Strict and sandboxed; the messages are plain text, hence no escaping. A changed file is read again."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folders, encoding="utf-8-sig"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters |= {"first_fitting": first_fitting, "paragraph": paragraph}
    return environment


def _tidy(text: str) -> str:
    """No blanks at line ends, no runs of empty lines."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)


def _explained(error: Exception, name: str) -> ConfigurationError:
    """The error that names the template's file, its line and the problem."""
    file, line = _place(error, name)
    problem = str(error) or type(error).__name__
    where = f"{file}, line {line}" if line else file
    return ConfigurationError(f"{where}: {problem}.", "Correct the template, or remove it to use the shipped one.")


def _place(error: Exception, name: str) -> tuple[str, int]:
    """File and line of the mistake, as near as the template engine tells."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or name, error.lineno
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(SUFFIX)]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else (name, 0)
