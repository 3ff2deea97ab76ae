"""Whom a contact cell names, how they are greeted, where they are reached, and by which channel."""

import pytest

from sheet_sync.etiquette.messages.channel import preferred_channel
from sheet_sync.etiquette.messages.people import contacts, own_address, own_number
from sheet_sync.etiquette.messages.reach import addresses, mailbox, numbers


@pytest.mark.parametrize(
    ("cell", "name", "greeting"),
    [
        ("Jane Doe", "Jane Doe", "Jane"),
        ("jane doe", "Jane Doe", "Jane"),
        ("JANE DOE", "Jane Doe", "Jane"),
        ("SHAUN O'NEIL", "Shaun O'Neil", "Shaun"),
        ("Jane", "Jane", "Jane"),
        ("AJ", "AJ", "AJ"),
        ("Doe, Jane", "Jane Doe", "Jane"),
        ("van der Berg, Jan", "Jan van der Berg", "Jan"),
        ("Dr. Smith", "Dr. Smith", "Dr. Smith"),
        ("Dr. Ann Lee", "Dr. Ann Lee", "Dr. Lee"),
        ("Prof. Dr. Müller", "Prof. Dr. Müller", "Prof. Dr. Müller"),
        ("Dr. von der Berg", "Dr. von der Berg", "Dr. von der Berg"),
        ("Ms. Lee", "Ms. Lee", "Ms. Lee"),
        ("Ann Lee, PhD", "Ann Lee", "Ann"),
        ("Jack Ma", "Jack Ma", "Jack"),
        ("J. Doe", "J. Doe", "J. Doe"),
        ("Robert (Bob) Smith", "Robert Smith", "Bob"),
        ("Jane Doe (she/her)", "Jane Doe", "Jane"),
        ("Jane Doe, HR Manager", "Jane Doe", "Jane"),
        ("Jane Doe - Recruiter", "Jane Doe", "Jane"),
        ("HR: Jane Doe", "Jane Doe", "Jane"),
        ("Hiring manager: Bob Lee", "Bob Lee", "Bob"),
        ("Jane from HR", "Jane", "Jane"),
        ("Jane Doe <jane@x.example>", "Jane Doe", "Jane"),
        ("Jane Doe jane@x.example 555-010-9999", "Jane Doe", "Jane"),
        ("María del Carmen García López", "María del Carmen García López", "María"),
        ("Sir Ian McKellen", "Sir Ian McKellen", "Sir Ian"),
        ("Dame Judi Dench", "Dame Judi Dench", "Dame Judi"),
        ("Sir Ian", "Sir Ian", "Sir Ian"),
        ("Herr Klein", "Herr Klein", "Herr Klein"),
        ("Dipl.-Ing. Hans Klein", "Dipl.-Ing. Hans Klein", "Hans"),
        ("Pan Wei", "Pan Wei", "Pan"),
        ("w/ Jane", "Jane", "Jane"),
        ("w/Jane Doe", "Jane Doe", "Jane"),
        ("met with Jane Doe at the career fair", "Jane Doe", "Jane"),
        ("Jane c/o Hays", "Jane", "Jane"),
        ("Jane Doe she/her", "Jane Doe", "Jane"),
        ("Jane Doe [HR]", "Jane Doe", "Jane"),
        ("Jane Doe: 555 010 9999", "Jane Doe", "Jane"),
        ("Sarah @ Hays (recruiter)", "Sarah", "Sarah"),
        ("Ma, Jack", "Jack Ma", "Jack"),
    ],
)
def test_a_person_is_named_and_greeted_as_they_would_like_it(cell: str, name: str, greeting: str) -> None:
    first = contacts(cell, "Acme")[0]
    assert (first.name, first.greeting) == (name, greeting)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "n/a",
        "?",
        "-",
        "unknown",
        "TBD",
        "unknown yet",
        "Frau Dr.",
        "HR",
        "Recruiting team",
        "Hiring Manager",
        "Head of Data",
        "someone from the data team",
        "jane@x.example",
        "555-010-9999",
        "Interviewer 2",
        "Acme",
        "Acme HR",
        "{{ name }}",
        "=A1",
        "<name>",
        "word " * 90,
    ],
)
def test_what_is_no_name_is_not_greeted_as_one(cell: str) -> None:
    assert [contact.name for contact in contacts(cell, "Acme Inc.") if contact.name] == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Dr. Smith; Ann Lee", ["Dr. Smith", "Ann Lee"]),
        ("Jane & Ann Lee", ["Jane", "Ann Lee"]),
        ("Jane Doe and Ann Lee", ["Jane Doe", "Ann Lee"]),
        ("Jane Doe\nAnn Lee", ["Jane Doe", "Ann Lee"]),
        ("Jane Doe / Ann Lee", ["Jane Doe", "Ann Lee"]),
        ("Jane Doe, Ann Lee", ["Jane Doe", "Ann Lee"]),
        ("Jane, Ann, Bob", ["Jane", "Ann", "Bob"]),
        ("Panel: Jane, Ann, Bob", ["Jane", "Ann", "Bob"]),
        ("Ann Lee, Bob Ray & Dr. Chen (CTO)", ["Ann Lee", "Bob Ray", "Dr. Chen"]),
        ("Doe, Jane; Lee, Ann", ["Jane Doe", "Ann Lee"]),
        ("Jane Doe, Recruiter, Ann Lee", ["Jane Doe", "Ann Lee"]),
        ("Jane Doe, Director, Analytics", ["Jane Doe"]),
        ("Ann Lee (CTO), Bob Ray (HR)", ["Ann Lee", "Bob Ray"]),
        ("HR; Jane Doe", ["Jane Doe"]),
        ("info@acme.example, Jane Doe", ["Jane Doe"]),
    ],
)
def test_several_people_in_a_cell_are_told_apart(cell: str, names: list[str]) -> None:
    assert [contact.name for contact in contacts(cell, "Acme")] == names


@pytest.mark.parametrize(
    ("cell", "arranges"),
    [
        ("Jane Doe (recruiter)", True),
        ("Jane Doe, HR Manager", True),
        ("Jane Doe | Talent Acquisition", True),
        ("Jane Doe (Hays staffing agency)", True),
        ("Headhunter: Jane Doe", True),
        ("HR", True),
        ("Jane Doe", False),
        ("Jane Doe, Hiring Manager", False),
        ("Hr. Klein", False),
        ("Acme hiring team", False),
        ("Jane Doe; Bob Lee (recruiter)", False),
    ],
)
def test_a_recruiter_is_known_by_what_the_cell_says_of_them(cell: str, arranges: bool) -> None:  # noqa: FBT001
    assert contacts(cell, "Acme")[0].arranges is arranges


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("jane@acme.example", ["jane@acme.example"]),
        ("Jane Doe <jane@acme.example>", ["jane@acme.example"]),
        ("mailto:jane@acme.example?subject=Hi", ["jane@acme.example"]),
        ("[jane@acme.example](mailto:jane@acme.example)", ["jane@acme.example"]),
        ("jane@acme.example, ann@acme.example", ["jane@acme.example", "ann@acme.example"]),
        ("jane.doe+jobs@mail.acme.example.", ["jane.doe+jobs@mail.acme.example"]),
        ("jane@acme.example\r\nBcc: x@y.example", ["jane@acme.example"]),
        ("\r\nBcc: x@y.example", []),
        ("no-reply@acme.example", []),
        ("jane@acme", []),
        ("jane at acme.example", []),
        ("a@b@c.example", []),
        ("jane..doe@acme.example", []),
        (".jane@acme.example", ["jane@acme.example"]),
        ("", []),
    ],
)
def test_only_what_is_strictly_an_address_is_one(cell: str, found: list[str]) -> None:
    assert list(addresses(cell)) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("+1 555 010 9999", ["+1 555 010 9999"]),
        ("(555) 010-9999", ["(555) 010-9999"]),
        ("5550109999.0", ["5550109999"]),
        ("555.010.9999 ext. 12", ["555.010.9999 ext. 12"]),
        ("cell: 555-010-9999; office: 555-010-8888", ["555-010-9999", "555-010-8888"]),
        ("ask her", []),
        ("n/a", []),
        ("12", []),
    ],
)
def test_phone_numbers_are_found_as_they_were_written(cell: str, found: list[str]) -> None:
    assert list(numbers(cell)) == found


@pytest.mark.parametrize(
    ("people", "cell", "address"),
    [
        ("Jane Doe", "ann@acme.example, jane.doe@acme.example", "jane.doe@acme.example"),
        ("Jane Doe; Ann Lee", "ann.lee@acme.example; hr@acme.example", "hr@acme.example"),
        ("Jane Doe; Ann Lee", "ann.lee@acme.example", ""),
        ("Ann Lee", "joanne@acme.example, ann@acme.example", "ann@acme.example"),
        ("Jane Doe", "hr@acme.example, jobs@acme.example", "hr@acme.example"),
        ("José Núñez", "hr@acme.example, jose.nunez@acme.example", "jose.nunez@acme.example"),
        ("Jane Doe <jane@own.example>", "hr@acme.example", "jane@own.example"),
        ("", "hr@acme.example", "hr@acme.example"),
        ("Jane Doe", "", ""),
    ],
)
def test_the_first_person_is_written_to_at_their_own_address(people: str, cell: str, address: str) -> None:
    assert own_address(contacts(people), cell) == address


def test_a_number_beside_the_name_comes_before_the_one_in_the_phone_cell() -> None:
    assert own_number(contacts("Jane Doe 555-010-9999"), "555-010-8888") == "555-010-9999"


def test_a_name_with_specials_is_quoted_in_a_header() -> None:
    assert mailbox("Jane Doe", "j@x.example") == "Jane Doe <j@x.example>"
    assert mailbox("Dr. Smith", "s@x.example") == '"Dr. Smith" <s@x.example>'
    assert mailbox("", "s@x.example") == "s@x.example"


@pytest.mark.parametrize(
    ("cell", "channel"),
    [
        ("", ""),
        ("n/a", ""),
        ("no preference", ""),
        ("LinkedIn", ""),
        ("text me", ""),
        ("they’ll call", ""),
        ("call me", "phone"),
        ("Phone", "phone"),
        ("prefers a call", "phone"),
        ("prefers to be called", "phone"),
        ("call or text", "phone"),
        ("phone (no texts)", "phone"),
        ("call rather than email", "phone"),
        ("prefers phone calls to email", "phone"),
        ("no emails please", "phone"),
        ("don't email, call", "phone"),
        ("don’t hesitate to call", "phone"),
        ("email", "email"),
        ("Email is best", "email"),
        ("e-mail only", "email"),
        ("no calls please", "email"),
        ("don't call, email", "email"),
        ("do not call just email me", "email"),
        ("email, not phone", "email"),
        ("email instead of calling", "email"),
        ("prefers email to phone", "email"),
        ("email over phone", "email"),
        ("anything but the phone", "email"),
        ("email or phone", "email"),
        ("phone/email", "email"),
        ("email; call only if urgent", "email"),
        ("call if you have questions", ""),
    ],
)
def test_the_contacts_own_words_decide_the_channel(cell: str, channel: str) -> None:
    assert preferred_channel(cell) == channel


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("LinkedIn: Jane Doe", "Jane Doe"),
        ("Name: Jane", "Jane"),
        ("Jane Doe: CEO", "Jane Doe"),
        ("Jane?", "Jane"),
        ("Maria del Carmen Rodriguez de la Fuente", "Maria del Carmen Rodriguez de la Fuente"),
    ],
)
def test_a_label_or_a_mark_is_no_part_of_a_name_and_particles_do_not_make_it_long(cell: str, name: str) -> None:
    assert contacts(cell)[0].name == name


def test_a_comma_typed_for_a_dot_never_leaves_a_strangers_address() -> None:
    assert addresses("jane,doe@acme.example") == ()
    assert addresses("jane@acme.example,tom@acme.example") == ("jane@acme.example", "tom@acme.example")


def test_three_people_are_no_recruiter() -> None:
    assert not contacts("3 people")[0].arranges


@pytest.mark.parametrize(
    ("cell", "name", "greeting"),
    [
        ("Frau Dr. Weber", "Dr. Weber", "Dr. Weber"),
        ("Herr Klein", "Mr. Klein", "Mr. Klein"),
        ("HERR KLEIN", "Mr. Klein", "Mr. Klein"),
        ("Weber, Frau Dr.", "Dr. Weber", "Dr. Weber"),
        ("Frau Anna Sommer", "Ms. Anna Sommer", "Ms. Sommer"),
        ("Herr Prof. Dr. Müller", "Prof. Dr. Müller", "Prof. Dr. Müller"),
        ("Herr von der Berg", "Mr. von der Berg", "Mr. von der Berg"),
        ("Dipl.-Ing. Hans Klein", "Hans Klein", "Hans"),
        ("Mme Dupont", "Ms. Dupont", "Ms. Dupont"),
        ("Monsieur Dupont", "Mr. Dupont", "Mr. Dupont"),
        ("Sra. García", "Ms. García", "Ms. García"),
        ("Sr López", "Mr. López", "Mr. López"),
        ("Dra. Silva", "Dr. Silva", "Dr. Silva"),
        ("Sig.ra Rossi", "Ms. Rossi", "Ms. Rossi"),
        ("Dott.ssa Bianchi", "Dr. Bianchi", "Dr. Bianchi"),
        ("Pan Kowalski", "Mr. Kowalski", "Mr. Kowalski"),
        ("Pani Anna Nowak", "Ms. Anna Nowak", "Ms. Nowak"),
        ("Mevr. de Vries", "Ms. de Vries", "Ms. de Vries"),
        ("Dhr. Jansen", "Mr. Jansen", "Mr. Jansen"),
        ("Mr Smith", "Mr Smith", "Mr Smith"),
        ("Jane Doe", "Jane Doe", "Jane"),
    ],
)
def test_an_english_message_gives_people_their_english_titles(cell: str, name: str, greeting: str) -> None:
    first = contacts(cell)[0].in_language("en-GB")
    assert (first.name, first.greeting) == (name, greeting)


def test_a_message_in_another_language_leaves_people_the_titles_of_the_cell() -> None:
    assert contacts("Frau Dr. Weber")[0].in_language("de").greeting == "Frau Dr. Weber"


def test_a_number_among_the_commas_is_the_persons_before_it() -> None:
    (first,) = contacts("Jane Doe, jane@acme.example, 555-010-9999")
    assert (first.name, first.email, first.phone) == ("Jane Doe", "jane@acme.example", "555-010-9999")
