"""Where the templates lie, and in which languages; free of the template engine (SPEC section 6).

A template is a file `<message>.txt.j2`: `thank_you_email.txt.j2`, `follow_up_email.txt.j2` or
`follow_up_voicemail.txt.j2`. The shipped ones lie in one folder per language (`en/`). A folder of the user's
own overrides them file by file: `<folder>/en/thank_you_email.txt.j2` for one language, or
`<folder>/thank_you_email.txt.j2` for the language of the rules.
"""

from functools import cached_property
from pathlib import Path

from babel import Locale, UnknownLocaleError

from sheet_sync.errors import ConfigurationError

SUFFIX = ".txt.j2"
FALLBACK_LANGUAGE = "en"


class Languages:
    """The languages in which there are templates, and the folders they lie in.

    `own` is the user's folder, None for the shipped templates alone; `language` the rules' language, which
    serves wherever a row asks for none that is installed.

    Raises:
        ConfigurationError: the folder does not exist, or nothing is installed in the rules' language.
    """

    def __init__(self, own: Path | None, language: str) -> None:
        if own is not None and not own.is_dir():
            raise ConfigurationError(f"templates: there is no folder {own}.", "Correct the path in the configuration.")
        self._own = own
        self._shipped = shipped_templates()
        self.language = self.installed(language or FALLBACK_LANGUAGE) or self._own_language(language)

    def installed(self, asked: str) -> str:
        """The installed language asked for by code or name ("en", "en-GB", "English"); "" if none is."""
        wanted = asked.strip().casefold().replace("_", "-")
        return self._installed.get(wanted) or self._installed.get(wanted.partition("-")[0], "")

    def folders(self, language: str) -> list[Path]:
        """Where a language's templates may lie, the user's own first."""
        if self._own is None:
            return [self._shipped / language]
        flat = [self._own] if language == self.language else []
        return [self._own / language, *flat, self._shipped / language]

    def holds(self, message: str, language: str) -> bool:
        """There is a template of this message in this language."""
        return any((folder / f"{message}{SUFFIX}").is_file() for folder in self.folders(language))

    @cached_property
    def _installed(self) -> dict[str, str]:
        """Every name of an installed language, folded, with the name of its folder."""
        roots = [root for root in (self._shipped, self._own) if root is not None]
        folders = {folder.name for root in roots for folder in root.iterdir() if any(folder.glob(f"*{SUFFIX}"))}
        return {name: folder for folder in sorted(folders) for name in _names_of(folder)}

    def _own_language(self, language: str) -> str:
        """The language of templates that lie in the user's folder itself."""
        flat = self._own is not None and any(self._own.glob(f"*{SUFFIX}"))
        if flat and _names_of(language):
            return language
        known = ", ".join(f"“{folder}”" for folder in sorted(set(self._installed.values())))
        raise ConfigurationError(f"rules.language: no messages are installed in “{language}”; there are {known}.")


def shipped_templates() -> Path:
    """The folder of the shipped templates: inside the installed package, or beside it in the repository."""
    package = Path(__file__).parents[2]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _names_of(language: str) -> list[str]:
    """What people call a language: its code, its English name, its own name; nothing where it is none."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return []
    names = (language.replace("_", "-"), locale.get_display_name("en"), locale.get_display_name())
    return [name.casefold() for name in names if name]
