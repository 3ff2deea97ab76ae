"""What outcomes say, as a table: SPEC sections 4 and 5. One text a line, under what it says."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.tracker.outcomes.reading import OutcomeReading, more_final, read_outcome
from sheet_sync.tracker.outcomes.words import data, plain, spelt_out

OPEN = """
    They have not made a decision
    They haven't made an offer
    They have not made it official
    not made up their mind
    unable to attend
    offer on the way
    offerta in arrivo
    no invitation to second round
    Applied
    application sent
    submitted
    Interview
    Interviewing
    Interviewed
    Interview Scheduled
    INTERVIEW_COMPLETED
    Y - Interview Completed
    In review
    UNDER_REVIEW
    In progress
    Waiting
    Waiting for initial response
    Waiting on them
    Pending
    No response
    NoResponse
    No Response Yet
    Emailing - No response
    no reply, followed up twice
    Unfortunately no response
    never heard back
    haven't heard back
    not heard yet
    Technical interview
    Phone screen
    Phone Call - Recruiter
    First round
    2nd round
    Final round
    Onsite
    Panel
    Data Challenge
    Coding challenge
    Decision pending
    something else
    Wishlist
    Viewed
    Referred
    banana
    yes
    no
    N
    👍
    ✅
    🎉
    ⏳ waiting
    ✅ Applied
    not rejected
    not rejected yet
    Not yet rejected
    haven't been rejected
    no rejection yet
    no offer
    no offer yet
    No offers so far
    offer: not yet
    Offer - no
    offer not received
    have not received an offer
    awaiting offer
    Waiting for offer
    awaiting offer/rejection
    waiting for rejection
    hoping for an offer
    fingers crossed, hope for offer
    offer expected
    Offer (expected)
    Offer (expected next week)
    offer likely
    expecting an offer by Friday
    offer or rejection by Friday
    possible offer
    may be rejected
    might get rejected
    probably rejected
    Rejected (probably)
    presumed rejected
    I think I was rejected
    rejected?
    Rejected (?)
    ghosted?
    looks like a rejection
    if rejected, ask for feedback
    before offer
    preparing offer
    will withdraw
    plan to withdraw
    thinking of declining - might withdraw
    not withdrawn
    not closed
    not yet filled
    not selected yet
    offering feedback
    offered an interview
    Offered second interview
    interview offered
    Pending offer
    offer from another company
    competing offer
    Officer
    Office visit
    special offer
    closed-ended test
    enclosed CV
    Disclosed salary
    refereed
    preferred
    projected start
    Selected works sent
    Accepted application
    application accepted
    Application Accepted
    Application received
    application submitted
    applications closed 11/3
    accepted interview
    interview accepted
    accepted my LinkedIn request
    accepted for interview
    filled out application
    filled in form
    form filled
    declined to give feedback
    failed to respond
    lost contact
    signed up for newsletter
    signed NDA
    still interviewing other candidates
    Advanced Excel test
    Advanced SQL round
    assignment submitted
    take-home completed
    homework turned in
    rejected my first CV, resubmitted
    Rejected 11/3, reapplied 11/20
    Rejected -> reapplied
    withdrawn, then reconsidered
    rejection reversed
    no longer on hold
    not on hold
    hiring manager call
    reflection
    Beförderung
    nicht abgelehnt
    noch nicht abgelehnt
    keine Absage
    noch keine Zusage
    kein Angebot
    Absage noch nicht erhalten
    warte auf Antwort
    warte auf Absage
    keine Rückmeldung
    leider keine Rückmeldung
    Bewerbung eingegangen
    Beworben
    Vorstellungsgespräch
    zweite Runde
    Zweites Gespräch
    deuxième entretien
    segunda entrevista
    tweede ronde
    Secondo colloquio
    Rozmowa umówiona
    Rückmeldung steht aus
    Gespräch geführt
    Relancé
    Aucun retour
    Retour positif
    A la espera
    En proceso
    Aguardando retorno
    Nessun riscontro
    Wachten op reactie
    Czekam na odpowiedź
    Stellenangebot
    vermutlich abgelehnt
    pas de réponse
    pas encore refusé
    pas refusé
    aucune offre
    en attente
    en cours
    candidature envoyée
    sin respuesta
    sin oferta
    no rechazado
    en espera
    esperando oferta
    entrevista
    sem resposta
    ainda não recusado
    sem oferta
    aguardando proposta
    nessuna risposta
    non rifiutato
    in attesa
    nessuna offerta
    geen reactie
    nog geen aanbod
    niet afgewezen
    in behandeling
    brak odpowiedzi
    brak oferty
    nie odrzucono
    w trakcie
"""

OFFER = """
    Offer
    OFFER
    Offered
    Offer received
    OFFER_RECEIVED
    Offer Received!
    offerReceived
    Received an offer
    Got an offer :)
    🎉 Offer
    verbal offer
    Verbal offer - waiting for paperwork
    offer letter
    Job offer!!
    Offer extended 11/20
    offered the job
    Offer 120k
    Offfer
    ofer
    Interview -> Offer
    Interview / Offer
    Applied > Interview > Offer
    offer not accepted yet
    negotiating offer
    considering offer
    May 5: offer
    Verbal offer received, awaiting written
    Offer but not accepted yet
    written offer
    Offer stage
    Angebot
    Angebot erhalten
    Zusage
    Zusage erhalten
    Jobzusage
    Offre reçue
    offre
    oferta
    Oferta recibida
    Proposta recebida
    Offerta ricevuta
    aanbod
    Aanbod ontvangen
    oferta otrzymana
    Zusage, Vertrag folgt
    Proposition reçue
"""

ACCEPTED = """
    Accepted
    acepted
    Offer accepted
    OfferAccepted
    Accepted the offer
    Offer accepted!! 🎉
    accepted; background check pending
    Offer -> Accepted
    I accepted
    signed contract
    Contract signed
    Angenommen
    Angebot angenommen
    Vertrag unterschrieben
    Offre acceptée
    acceptée
    Oferta aceptada
    aceptado
    Proposta aceita
    Offerta accettata
    Aanbod geaccepteerd
    oferta przyjęta
"""

HIRED = """
    Hired
    HIRED!
    Hired!!!
    Closed Won
    Got the job
    got the job!!!
    Landed the job
    I was hired
    Job bekommen
    embauchée
    embauché
    Contratado
    contratada
    assunto
    Assunta
    aangenomen
    zatrudniony
    Zatrudniono
"""

DECLINED = """
    Declined
    declind
    I declined
    Offer declined
    OFFER_DECLINED
    Declined offer
    declined the job offer
    turned down
    turned it down
    turned down the offer
    Rejected offer
    rejected the offer
    I rejected them
    rejected by me
    I said no
    Von mir abgesagt
    Ich habe abgelehnt
    J'ai refusé
    He rechazado la oferta
    Recusei a proposta
    Ho rifiutato l'offerta
    Aanbod afgeslagen
    Odrzuciłem ofertę
    offer not accepted
    Interview -> Offer -> Declined
    Offer/Declined
    Offer -> Rejected
    No thanks
    Offer - no thanks
    decided to decline
    Angebot abgelehnt
    Ich habe abgesagt
    abgesagt
    Offre refusée
    l'offre a été refusée
    Oferta rechazada
    Proposta recusada
    Offerta rifiutata
    Aanbod geweigerd
    oferta odrzucona
"""

REJECTED = """
    I didn't make it
    didn't make it to the final round
    unable to extend an offer
    cannot offer you the position
    withdrawn by company
    nie dostałem oferty
    Rejected
    REJECTED
    rejected.
    Rejected!
    (rejected)
    Rejection
    Reject
    rejection email
    Rejected by email 11/3
    Rejected 11/3
    Rejected on 2026-11-03
    Rejected May 5
    Auto-rejected
    autorejected
    rejected by ATS
    reeejected
    Rejcted
    Rejeccted
    rejectd
    Regected
    I was rejected
    I've been rejected
    got rejected
    rejected after phone screen
    Rejected after second round scheduled
    rejected at offer stage
    Rejected - no reason given
    Rejected, no feedback
    Rejected (homework too slow)
    Rejected due to hiring freeze
    Rejected - position on hold
    Rejected - offer went to another candidate
    Rejected; can reapply in 6 months
    Applied / Interview / Rejected
    Applied -> Rejected
    Interviewed and rejected
    next round -> rejected
    No response / rejected
    Ghosted, then rejected
    they declined
    They turned me down
    declined by company
    said no
    They said no
    Denied
    refused
    not selected
    NotSelected
    Not Accepted
    not hired
    wasn't selected
    was not chosen
    not moving forward
    did not move forward
    won't be moving forward
    We will not be moving forward with your application
    moving forward with other candidates
    They decided to move forward with another candidate
    went with someone else
    chose another candidate
    They hired someone else
    no longer under consideration
    no longer being considered
    unfortunately
    Unfortunately, not this time
    not a fit
    Not a good fit
    Not the right fit
    unsuccessful
    unsucessful
    Application unsuccessful
    didn't get the offer
    didn't get the job
    Did not get it
    didn't pass
    Did not advance
    failed technical
    passed over
    passed on me
    thumbs down
    Offer rescinded
    Dinged
    Did not get selected
    went in a different direction
    Employer withdrew the offer
    Moved to rejected
    Closed/Rejected
    Rejected/Closed
    Closed Lost
    3 - Rejected
    Status: Rejected
    [Rejected]
    Rejected...
    ❌ Rejected
    🚫 Rejected ⛔
    Applied 3/4; interview 3/10; rejected 3/20
    Absage
    Absage erhalten
    Abgelehnt nach 2. Gespräch
    Leider hat es nicht geklappt
    Refusée après le 2e entretien
    Retour négatif
    No me seleccionaron
    No fui seleccionado
    Não fui aprovado
    Scartata
    Niet doorgegaan
    Nie przeszedłem
    Odmowa po rozmowie
    Absageschreiben
    Leider Absage
    leider nein
    abgelehnt
    Abgelehnte Bewerbung
    Ablehnung per Mail
    wurde abgelehnt
    Ich wurde abgelehnt
    nicht ausgewählt
    nicht genommen
    refusé
    refuse
    Refusée
    Refus
    rejeté
    Réponse négative
    Candidature non retenue
    pas retenu
    n'a pas été retenue
    rechazado
    Rechazada
    rechazo
    Me rechazaron
    descartado
    no seleccionado
    Recusado
    recusada
    não selecionado
    Reprovado
    rejeitado
    rifiutato
    Rifiuto
    scartato
    esito negativo
    non selezionato
    afgewezen
    Afwijzing
    niet geselecteerd
    helaas afgewezen
    odrzucono
    Odrzucony
    odmowa
    nie wybrano
"""

WITHDRAWN = """
    Withdrawn
    Withdrew
    withdrawed
    withdrwan
    I withdrew
    Withdrew application
    Application withdrawn
    opted out
    Opted Out
    dropped out
    pulled out
    no longer interested
    Not interested
    accepted elsewhere
    Accepted another offer
    accepted a different job
    took another job
    decided to withdraw
    Offer accepted elsewhere
    zurückgezogen
    Bewerbung zurückgezogen
    kein Interesse
    candidature retirée
    désistement
    me retiré
    desisti
    ritirato
    teruggetrokken
    wycofano
    zrezygnowałem
"""

CANCELLED = """
    Cancled
    Cancelled
    canceled
    Job Req Removed
    req closed
    Position closed
    posting removed
    Position cancelled
    job no longer available
    Role eliminated
    listing expired
    Stelle gestrichen
    poste annulé
    vacante cancelada
    vaga cancelada
    posizione annullata
    vacature vervallen
    rekrutacja anulowana
"""

FILLED = """
    Filled
    position filled
    Role was filled
    filled internally
    went with an internal candidate
    Stelle besetzt
    Stelle anderweitig vergeben
    poste pourvu
    vacante cubierta
    vaga preenchida
    vacature vervuld
    stanowisko obsadzone
"""

GHOSTED = """
    ghostd
    Ghosted
    ghosted :(
    GHOSTED ME
    Ghosted (no reply since 10/1)
    got ghosted
    no reply - giving up
    gave up
    👻
    geghostet
    Geghosted
    ghosté
"""

CLOSED = """
    Closed
    Archived
    no response - closed
    No response, moving on
    Rejected for Senior, offered Junior role
    Offer made, then closed
    not hiring
    No longer hiring
    dead
    dead end
    ❌
    👎
    💀
    Rejected / Offer
    Offer (closed)
    eingestellt
    abgeschlossen
    sans suite
    cerrado
    encerrado
    chiuso
    gesloten
    zamknięte
"""

GOES_ON = """
    2nd round invite
    Invitation to final round
    Einladung zur zweiten Runde
    tour suivant
    prossimo round
    Weiter in Runde 2
    next round
    Moved to next round
    passed to next round
    made it to round 2
    moving forward
    Moved forward
    advanced
    Advanced!
    advanced to final round
    Next step agreed
    passed phone screen
    shortlisted
    invited to second round
    second interview scheduled
    2nd round scheduled for 12/1
    Final interview booked
    assignment
    Assignments
    assignment given
    assignment sent
    asignment given
    take-home given
    take home
    homework due Friday
    coding challenge received
    reference check
    References requested
    Background check
    On hold -> next round
    nächste Runde
    2. Gespräch vereinbart
    Pasé a la siguiente fase
    Aprovado para próxima fase
    Zweitgespräch vereinbart
    eine Runde weiter
    prochain tour
    deuxième entretien prévu
    siguiente ronda
    próxima fase
    prossimo turno
    secondo colloquio fissato
    volgende ronde
    tweede gesprek gepland
    kolejny etap
"""

ON_HOLD = """
    On hold
    ON_HOLD
    on-hold
    Put on hold
    position put on hold
    Paused
    Hiring freeze
    hiring paused
    Interview cancelled
    interview postponed
    ⏸️
    Auf Eis
    pausiert
    zurückgestellt
    en pause
    gelé
    en pausa
    congelado
    suspenso
    in pausa
    in de wacht
    wstrzymano
"""

TABLE = {
    ("open", ""): OPEN,
    ("over", "offer"): OFFER,
    ("over", "accepted"): ACCEPTED,
    ("over", "hired"): HIRED,
    ("over", "declined"): DECLINED,
    ("over", "rejected"): REJECTED,
    ("over", "withdrawn"): WITHDRAWN,
    ("over", "cancelled"): CANCELLED,
    ("over", "filled"): FILLED,
    ("over", "ghosted"): GHOSTED,
    ("over", "closed"): CLOSED,
    ("goes_on", ""): GOES_ON,
    ("on_hold", ""): ON_HOLD,
}
CASES = [(line.strip(), *says) for says, lines in TABLE.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("text", "group", "kind"), CASES)
def test_an_outcome_is_over_or_goes_on_or_is_on_hold_or_still_open(text: str, group: str, kind: str) -> None:
    reading = read_outcome(text)
    assert (reading.group, reading.kind) == (group, kind)


def test_the_table_of_outcomes_is_large_and_says_nothing_twice() -> None:
    texts = [text for text, _, _ in CASES]
    assert len(texts) == len({*texts})
    assert len(texts) > 500


def test_no_phrase_stands_in_two_lists_of_the_table_of_words() -> None:
    fillers = {*data()["small"]["fillers"]}
    lists: dict[tuple[str, ...], set[str]] = {}
    for group in ("over", "on_hold", "goes_on", "open"):
        for kind, patterns in data()[group].items():
            for phrase in (phrase for pattern in patterns for phrase in spelt_out(plain(pattern))):
                words = tuple(word for word in phrase.split() if word not in fillers)
                lists.setdefault(words, set()).add(kind)
    assert () not in lists
    assert {words: kinds for words, kinds in lists.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize(
    ("text", "group", "kind"),
    [
        ("Ghosted -> Offer", "over", "offer"),
        ("Rejected, then hired for another team", "over", "hired"),
        ("Rejected / Offer", "over", "closed"),
        ("Rejected (second round scheduled too late)", "over", "rejected"),
        ("Rejected -> next round after all", "goes_on", ""),
        ("Rejected, now on hold", "on_hold", ""),
        ("Next round\nRejected", "over", "rejected"),
        ("On hold; next round", "goes_on", ""),
        ("Accepted -> withdrew", "over", "withdrawn"),
        ("Withdrew -> reapplied -> Offer", "over", "offer"),
    ],
)
def test_the_last_statement_counts_but_an_end_outlasts_what_is_only_mentioned_beside_it(
    text: str, group: str, kind: str
) -> None:
    reading = read_outcome(text)
    assert (reading.group, reading.kind) == (group, kind)


SAMPLES = [text for text, _, _ in CASES if text.isascii() and text.replace(" ", "").isalpha() and text.islower()]


@given(st.sampled_from(SAMPLES), st.data())
def test_case_spacing_and_punctuation_at_the_ends_never_matter(text: str, data: st.DataObject) -> None:
    blank = data.draw(st.sampled_from([" ", "  ", "\t", "_"]))
    frame = data.draw(st.sampled_from(["{}", " {} ", "{}.", "{}!", "({})", "“{}”", "*{}*", "- {}", "\n{}\n"]))
    cased = data.draw(st.sampled_from([str.upper, str.title, str.capitalize, str.lower]))
    assert read_outcome(frame.format(cased(text).replace(" ", blank))) == read_outcome(text)


@given(st.text(alphabet=string.ascii_lowercase, max_size=12))
def test_an_unknown_word_is_open(letters: str) -> None:
    assert read_outcome(f"q{letters}xq") == OutcomeReading()


@given(st.text())
def test_reading_an_outcome_never_raises(text: str) -> None:
    assert read_outcome(text).group in {"open", "goes_on", "over", "on_hold"}


ENDS = [t for t, group, _ in CASES if group == "over" and t.replace(" ", "").isalpha() and " and " not in t]


@given(st.sampled_from(ENDS), st.sampled_from(["maybe {}", "if {}", "probably {}", "{}?", "waiting: maybe {}"]))
def test_what_only_may_be_is_open(text: str, doubt: str) -> None:
    assert read_outcome(doubt.format(text)).group == "open"


def test_a_hundred_thousand_different_outcomes_are_read_within_seconds() -> None:
    texts = [f"{text} {number}" for number in range(50) for text, _, _ in CASES]
    began = time.process_time()
    for text in texts:
        read_outcome(text)
    assert (time.process_time() - began) / len(texts) < 100_000 / 1e9


def test_a_cell_full_of_signs_is_read_in_no_time() -> None:
    began = time.process_time()
    for text in ("-" * 30_000, "? " * 15_000, "1/" * 15_000, " -" * 15_000, "may " * 8_000, "not closed " * 3_000):
        read_outcome(text)
    assert time.process_time() - began < 2


def reading(group: str, kind: str = "") -> OutcomeReading:
    return OutcomeReading(group, kind)


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        (reading("open"), reading("over", "rejected"), "rejected"),
        (reading("over", "rejected"), reading("open"), "rejected"),
        (reading("goes_on"), reading("over", "offer"), "offer"),
        (reading("over", "offer"), reading("over", "rejected"), "rejected"),
        (reading("over", "rejected"), reading("over", "offer"), "rejected"),
        (reading("over", "declined"), reading("over", "offer"), "declined"),
        (reading("over", "accepted"), reading("over", "offer"), "accepted"),
        (reading("over", "closed"), reading("over", "ghosted"), "ghosted"),
        (reading("over", "hired"), reading("over", "closed"), "hired"),
    ],
)
def test_where_two_columns_disagree_the_end_counts_and_the_sad_one_before_the_happy_one(
    one: OutcomeReading, other: OutcomeReading, counts: str
) -> None:
    assert more_final(one, other) == reading("over", counts)
