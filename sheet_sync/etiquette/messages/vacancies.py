"""The company and the position as a message names them, without what was only noted beside them (SPEC section 6)."""

import re
from functools import lru_cache

from sheet_sync.etiquette.messages.wording import Wording, calm, name_of, trimmed, unpunctuated, worded

_LONGEST, _MOST_COMPANY_WORDS, _MOST_POSITION_WORDS = 80, 9, 10

_VIA = re.compile(r"(?<=\S)\s+(?:via|through|thru|c/o)\s.*$", re.IGNORECASE)
_REMARK_BEHIND = re.compile(r"(?<=\S)\s*[(\[][^()\[\]]*[)\]]$")
_NO_COMPANY = re.compile(
    r"(?:(?:an? )?(?:confidential|undisclosed|unnamed|private|anonymous|stealth(?:[ -]mode)?|vertraulich|anonym|"
    r"confidentiel(?:le)?|confidencial|riservat[ao]|vertrouwelijk|poufne)"
    r"(?: (?:company|client|employer|startup|search))?|startup|(?:via|through) .*)",
    re.IGNORECASE,
)

_LABEL = re.compile(r"^(?:position|role|job title|title):\s+", re.IGNORECASE)
_MODE = (
    r"(?:fully |100% )?(?:remote|hybrid|on-?site|in-?office|full[ -]?time|part[ -]?time|contract(?:or)?|permanent|temp|"
    r"temporary|wfh|ft|pt)"
)
_MODES_IN_BRACKETS = re.compile(rf"\s*[(\[]\s*{_MODE}\b[^()\[\]]*[)\]]", re.IGNORECASE)
_MODE_BEHIND = re.compile(rf"\s+[-–—|]\s+{_MODE}(?:,.*)?$|,\s*{_MODE}$", re.IGNORECASE)
_ANY_GENDER = re.compile(r"\s*[(\[]?\b[mwfdxhiv](?:\s?[/|*]\s?(?:[mwfdxhiv]|gn|div)\b){1,3}[)\]]?", re.IGNORECASE)
_PAY = re.compile(r"\s*[-–—,]?\s*[(\[]?[$€£]\s?\d[\d.,]*k?(?:\s?[-–]\s?[$€£]?\d[\d.,]*k?)?[)\]]?", re.IGNORECASE)
_WORKLOAD = re.compile(r"\s*[(\[]?\d{1,3}(?:\s?[-–]\s?\d{1,3})?\s?%[)\]]?")
_REFERENCE = re.compile(
    r"\s*[-–—,|]?\s*[(\[]?\s*(?:"
    r"(?:req(?:uisition)?|ref(?:erence)?|job|posting|kennziffer)\b\.?\s*(?:id|no\.?|nr\.?|number)?\s*[:#]?\s*[a-z]{0,4}-?\d[\w-]*"
    r"|#\s?\d[\w-]*|\b[rj]r?-?\d{4,}\w*)\s*[)\]]?",
    re.IGNORECASE,
)
_AT_THE_COMPANY = re.compile(r"(?<=\S)\s+(?:(?:position|role|job)\s+(?:at|with)|@)\s.*$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?) (?=\S)", re.IGNORECASE)
_SAID_AROUND_IT = re.compile(r"(?<=\S) (?:position|role|job|vacancy|opening)$", re.IGNORECASE)
_NO_POSITION = re.compile(r"(?:position|role|job|vacancy|opening|various|multiple|several|any|general)", re.IGNORECASE)


@lru_cache(maxsize=16384)
def company(cell: str) -> Wording:
    """A company's name, to follow “at”: “ACME WIDGETS INC. (via Hays)” -> “Acme Widgets Inc”."""
    found = worded(cell, _LONGEST, _MOST_COMPANY_WORDS, _company_name)
    if _NO_COMPANY.fullmatch(found.text):
        return Wording("", "it names no company", found.quoted)
    return found


@lru_cache(maxsize=16384)
def position(cell: str) -> Wording:
    """A position's title, to stand in “the … position”: “The Data Analyst role (Req #12)” -> “Data Analyst”."""
    found = worded(cell, _LONGEST, _MOST_POSITION_WORDS, _position_title)
    if _NO_POSITION.fullmatch(found.text):
        return Wording("", "it names no position", found.quoted)
    return found


def _company_name(text: str) -> str:
    """The name without remarks behind it; what is nothing but a remark stays, to be judged as a whole."""
    return name_of(_VIA.sub("", _REMARK_BEHIND.sub("", text)))


def _position_title(text: str) -> str:
    """A title without what only tells the vacancy from others, nor the words that the message puts around it."""
    title = _AT_THE_COMPANY.sub("", _LABEL.sub("", text))
    for beside in (_ANY_GENDER, _REFERENCE, _PAY, _WORKLOAD, _MODES_IN_BRACKETS, _MODE_BEHIND):
        title = beside.sub("", title)
    title = _ARTICLE.sub("", trimmed(unpunctuated(title or text)))
    return calm(_SAID_AROUND_IT.sub("", title)) or trimmed(unpunctuated(text))
