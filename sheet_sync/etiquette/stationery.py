"""The message templates: where they lie, in which languages, and what ails a broken one (SPEC section 6).

A template is a file `<message>.txt.j2`: `thank_you_email.txt.j2`, `follow_up_email.txt.j2` or
`follow_up_voicemail.txt.j2`. The shipped ones lie in one folder per language (`en/`). A folder of the user's
own overrides them file by file: `<folder>/en/thank_you_email.txt.j2` for one language, or
`<folder>/thank_you_email.txt.j2` for the language of the rules. An email's first line is its subject.
"""

import re
import traceback
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
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

SUFFIX = ".txt.j2"
FALLBACK_LANGUAGE = "en"
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
)


class Stationery:
    """The templates of one run: compiled once, found by message name and language.

    `own` is the user's folder, None for the shipped templates alone; `language` the rules' language, which
    serves wherever a row asks for none that is installed.
    """

    def __init__(self, own: Path | None, language: str) -> None:
        self._own = own
        self._shipped = shipped_templates()
        self._templates: dict[tuple[str, str], tuple[Template, str]] = {}
        self.language = self.installed(language) or self._own_language(language)

    def installed(self, asked: str) -> str:
        """The installed language asked for by code or name ("en", "en-GB", "English"); "" if none is."""
        wanted = asked.strip().casefold().replace("_", "-")
        return self._languages.get(wanted) or self._languages.get(wanted.partition("-")[0], "")

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

    @cached_property
    def _languages(self) -> dict[str, str]:
        """Every name of an installed language, folded, with the name of its folder."""
        roots = [root for root in (self._shipped, self._own) if root is not None and root.is_dir()]
        folders = {folder.name for root in roots for folder in root.iterdir() if any(folder.glob(f"*{SUFFIX}"))}
        return {name: folder for folder in sorted(folders) for name in _names_of(folder)}

    def _own_language(self, language: str) -> str:
        """The language of templates that lie in the user's folder itself."""
        flat = self._own is not None and any(self._own.glob(f"*{SUFFIX}"))
        return language if flat and _names_of(language) else FALLBACK_LANGUAGE

    def _template(self, message: str, language: str) -> tuple[Template, str]:
        """The compiled template and the language of it."""
        key = (message, language)
        if key not in self._templates:
            held = next(
                tongue for tongue in (language, self.language, FALLBACK_LANGUAGE) if self._holds(message, tongue)
            )
            self._templates[key] = (self._compiled(message, held), held)
        return self._templates[key]

    def _holds(self, message: str, language: str) -> bool:
        return any((folder / f"{message}{SUFFIX}").is_file() for folder in self._folders(language))

    def _folders(self, language: str) -> list[Path]:
        """Where a language's templates may lie, the user's own first."""
        if self._own is None:
            return [self._shipped / language]
        flat = [self._own] if language == self.language else []
        return [self._own / language, *flat, self._shipped / language]

    def _compiled(self, message: str, language: str) -> Template:
        try:
            return _environment(tuple(self._folders(language))).get_template(f"{message}{SUFFIX}")
        except _TEMPLATE_FAULTS as error:
            raise _explained(error, f"{message}{SUFFIX}") from error


def shipped_templates() -> Path:
    """The folder of the shipped templates: inside the installed package, or beside it in the repository."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


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
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters |= {"first_fitting": first_fitting, "paragraph": paragraph}
    return environment


def _names_of(language: str) -> list[str]:
    """What people call a language: its code, its English name, its own name; nothing where it is none."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return []
    names = (language.replace("_", "-"), locale.get_display_name("en"), locale.get_display_name())
    return [name.casefold() for name in names if name]


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
