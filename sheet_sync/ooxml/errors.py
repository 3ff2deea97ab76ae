"""What can stop an edit of a workbook."""

SAVE_ANEW = "Open it in Excel or LibreOffice and save it anew."
OWN_WORKBOOK = "Keep your tracker in a workbook of its own."
"""What helps against a damaged or odd file, and against one too large."""


class UnsupportedWorkbook(Exception):  # noqa: N818 - the name is public and says what the user has in hand
    """The workbook cannot be read, or not be edited without a loss; nothing was written.

    Attributes:
        reason: why, in words that a job-seeker understands, as whole sentences.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EditCheckFailed(Exception):  # noqa: N818 - the name is public; a defect of ours, not of the workbook
    """The edited package differs from the old one in more than was asked for; it was not written.

    Attributes:
        difference: the first difference found.
    """

    def __init__(self, difference: str) -> None:
        super().__init__(f"The edited workbook failed its check: {difference}. Nothing was written.")
        self.difference = difference
