"""Finding proposals by words, filters and order."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from collaborative.models import PUBLIC
from initiatives.models import Proposal
from initiatives.models.finding import BEGIN, END
from initiatives.results.finding import marked
from tests.conftest import NOON
from tests.factories.finding import WordsFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import EntryFactory, RoundFactory

pytestmark = pytest.mark.django_db
State = Proposal.State
LIST = "initiatives:proposals"


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def sent(cities, author):
    """`sent("A title", idea="…")`: a proposal of Raytown, sent in."""

    def send(title, *, fields=(), **text):
        given = {"state": State.SUBMITTED, "city": cities["raytown"], "author": author.user}
        return ProposalFactory(**{**given, "title": title, "text": text, **dict(fields)})

    return send


def ask(client, **query):
    return client.get(f"{reverse(LIST)}?{urlencode(query, doseq=True)}", follow=True)


def titles(response) -> list[str]:
    assert response.status_code == 200
    return [hit.proposal.title for hit in response.context["hits"]]


def text(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sweeper", {"Shared street-sweeper"}),
        ("SWEEPERS", {"Shared street-sweeper"}),
        ("sweep", {"Shared street-sweeper"}),
        ("street sweeper", {"Shared street-sweeper"}),
        ("street-sweeper", {"Shared street-sweeper"}),
        ("cafe", {"One Café for all halls"}),
        ("CAFÉS", {"One Café for all halls"}),
        ("cafe\u0301", {"One Café for all halls"}),
        ("halls caf", {"One Café for all halls"}),
        ("brine", {"Road salt"}),
        ('"road salt"', {"Road salt"}),
        ('"salt road"', set()),
        ("salt -brine", {"Salted nuts"}),
        ("brine or cafe", {"Road salt", "One Café for all halls"}),
        ("-salt -sweeper", {"One Café for all halls"}),
        ("-street-sweeper -café", {"Road salt", "Salted nuts"}),
        ("after the tag", {"Salted nuts"}),
        ("EJC-2026-014", {"Road salt"}),
        ("ejc-2026-014", {"Road salt"}),
        ("2026-014", {"Road salt"}),
        ("2026-01", {"Road salt", "Salted nuts"}),
        ("2026-014 salt", {"Road salt"}),
        ("zeppelin", set()),
        ("the", set()),
        ("fleet", set()),
        ("yes", set()),
    ],
)
def test_words_are_found_in_all_their_forms(typed, found, sent, client_for, facilitator):
    sent("Shared street-sweeper", fields={"reference": "EJC-2026-003"})
    sent("One Café for all halls", fields={"reference": "EJC-2026-004"})
    sent("Road salt", risks="Brine freezes.", fields={"reference": "EJC-2026-014"})
    sent("Salted nuts", idea="A <b after the tag", fields={"reference": "EJC-2026-015"})
    assert set(titles(ask(client_for(facilitator), q=typed))) == found


@pytest.mark.parametrize(
    ("typed", "finders"),
    [
        ("sweeper", {"author", "liaison", "administrator"}),
        ("pothole", {"author", "liaison"}),
        ("sweeper pothole", {"author", "liaison"}),
        ("sweeper -pothole", {"administrator"}),
        ("sweeper zeppelin", set()),
        ("sweeper or pothole", {"author", "liaison", "administrator"}),
    ],
)
def test_texts_are_searched_only_for_who_may_read_them(
    typed, finders, sent, author, liaison_of, administrator, staff_of, client_for
):
    sent("Shared street sweeper", problem="Every pothole waits.")
    people = {
        "author": author,
        "liaison": liaison_of("raytown"),
        "administrator": administrator,
        "staff elsewhere": staff_of("grandview"),
        "public": PUBLIC,
    }
    found = {who for who, actor in people.items() if titles(ask(client_for(actor), q=typed))}
    assert found == finders


def test_a_hit_in_the_title_comes_before_one_in_the_idea_before_one_elsewhere(
    sent, client_for, facilitator
):
    sent("Third", risks="A sweeper breaks.")
    sent("First sweeper")
    sent("Second", idea="Share a sweeper.")
    response = ask(client_for(facilitator), q="sweeper")
    assert titles(response) == ["First sweeper", "Second", "Third"]


def test_what_is_only_listed_is_weighed_by_its_title_alone(sent, client_for, administrator):
    for title in ("Sweeper one", "Sweeper two"):
        sent(title)
    before = titles(ask(client_for(administrator), q="sweeper"))
    hidden = Proposal.objects.get(title=before[-1])
    hidden.answers["idea"] = "Sweeper, sweeper, sweeper."
    hidden.save()
    assert titles(ask(client_for(administrator), q="sweeper")) == before


def test_a_passage_names_the_section_and_marks_the_words(sent, client_for, facilitator):
    sent("A title", who_feels_it="Two <i>crews</i> & a cat wait for the sweepers.")
    (hit,) = ask(client_for(facilitator), q="sweeper cat").context["hits"]
    assert (hit.section, hit.title) == ("The problem and who feels it", "A title")
    assert "&amp; a <mark>cat</mark> wait for the <mark>sweepers</mark>" in hit.passage


def test_the_words_are_marked_in_a_title(sent, client_for, administrator):
    sent("Share <b>a</b> sweeper", idea="A sweeper.")
    (hit,) = ask(client_for(administrator), q="sweeper").context["hits"]
    assert hit.title == "Share &lt; b&gt;a&lt; /b&gt; <mark>sweeper</mark>"
    assert (hit.section, hit.passage) == ("", "")


HOSTILE = (
    "<script>alert(1)</script> \x02sweeper\x03 \x03 & \"'> {{ 7 }} &lt;b&gt; sweeper <img src=x>"
)


def test_hostile_text_is_shown_and_never_run(sent, client_for, facilitator):
    sent(f"T {HOSTILE}"[:200], idea=HOSTILE)
    response = ask(client_for(facilitator), q="sweeper")
    (hit,) = response.context["hits"]
    shown = hit.title + hit.passage
    assert re.findall(r"<[^>]*>", shown) == ["<mark>", "</mark>"] * shown.count("<mark>")
    assert "<script>alert" not in response.content.decode()


@given(st.text(), st.text(), st.text())
def test_marking_escapes_everything_but_the_marks(before, word, after):
    plain = [part.replace(BEGIN, "").replace(END, "") for part in (before, word, after)]
    shown = marked(f"{plain[0]}{BEGIN}{plain[1]}{END}{plain[2]}")
    assert shown == "{}<mark>{}</mark>{}".format(*map(escape, plain))


@given(st.text(alphabet=st.sampled_from(["<", ">", "&", "a", BEGIN, END, "\n"])))
def test_no_arrangement_of_marks_makes_another_tag(hostile):
    assert set(re.findall(r"<[^>]*>", marked(hostile))) <= {"<mark>", "</mark>"}


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 200,
        "a" * 10_000,
        "& | ! ( ) <-> :* ***",
        '"unbalanced road',
        '"""',
        "' OR 1=1 --",
        "'); DROP TABLE x; --",
        "\\",
        "%_%",
        "salt:* & !road <2> 'x",
        "(?:a+)+$",
        "{{ 7 }} {% now %}",
        "<script>alert(1)</script>",
        "\u202eסלום שלום",
        "سلام",
        "🚒🚒",
        "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        "a\r\nb\tc",
        "or or or",
        "-",
        "--- -a",
        "http://a.b/c?d=1&e=2",
        "x" + "-y" * 90,
    ],
)
def test_whatever_is_typed_is_answered(typed, sent, client_for, facilitator):
    sent("Road salt")
    response = ask(client_for(facilitator), q=typed)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_text_of_any_length_can_be_saved_and_its_beginning_is_found(
    sent, client_for, facilitator
):
    many = " ".join(f"w{number}-x{number}" for number in range(30_000))
    odd = "".join(map(chr, range(0x4E00, 0x9FFF)))
    wide = " ".join(map(chr, range(0x4E00, 0x9FFF)))
    everything = dict.fromkeys(
        ("problem", "who_feels_it", "shared", "risks", "measures", "unions"), f"{many} {odd}"
    )
    sent("Long", **everything, idea=f"{wide} {many}", legal_basis=wide, money_basis=many)
    assert titles(ask(client_for(facilitator), q="w77")) == ["Long"]


def test_the_database_keeps_the_words_whoever_writes(author):
    words = WordsFactory(proposal__title="Sweeper")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE initiatives_proposal SET title = 'Zeppelin'")
        cursor.execute("SELECT in_title::text FROM initiatives_words")
        ((kept,),) = cursor.fetchall()
    assert "zeppelin" in kept
    assert str(words) == f"Words of {words.proposal.reference}"


def test_what_comes_near_is_suggested_as_far_as_titles_are_seen(
    sent, client_for, facilitator, staff_of
):
    sent("Shared street sweeper")
    assert "Titles that come near Shared street sweeper" in text(
        ask(client_for(facilitator), q="streat")
    )
    assert "come near" not in text(ask(client_for(staff_of("grandview")), q="streat"))


@pytest.fixture
def several(cities, sent, author):
    """Five proposals that differ in everything that can be asked for."""
    grandview = {"city": cities["grandview"], "wanted_cities": [cities["raytown"]]}
    first = sent("Apples", fields={"state": State.RETURNED, "reference": "EJC-2026-001"})
    second = sent(
        "Bees", yearly_saving_cash="900", fields={"state": State.PARKED, "category": "police"}
    )
    third = sent("éclairs", yearly_saving_cash="50000", fields=grandview | {"submitted_at": NOON})
    fourth = sent("Dogs", fields=grandview | {"state": State.CHOSEN})
    ProposalFactory(title="A draft", city=cities["grandview"])
    EntryFactory(round=RoundFactory(slug="spring", title="Spring", opened=False), proposal=second)
    return [first, second, third, fourth]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Dogs", "éclairs", "Bees", "Apples"]),
        ({"sort": "oldest"}, ["Apples", "Bees", "éclairs", "Dogs"]),
        ({"sort": "title"}, ["Apples", "Bees", "Dogs", "éclairs"]),
        ({"sort": "-title"}, ["éclairs", "Dogs", "Bees", "Apples"]),
        ({"sort": "reference"}, ["Apples", "Bees", "éclairs", "Dogs"]),
        ({"sort": "-reference"}, ["Dogs", "éclairs", "Bees", "Apples"]),
        ({"sort": "city"}, ["éclairs", "Dogs", "Apples", "Bees"]),
        ({"sort": "-city"}, ["Bees", "Apples", "Dogs", "éclairs"]),
        ({"sort": "-saving"}, ["éclairs", "Dogs", "Apples", "Bees"]),
        ({"sort": "saving"}, ["Bees", "Apples", "Dogs", "éclairs"]),
        ({"state": "parked"}, ["Bees"]),
        ({"state": ["parked", "returned"]}, ["Bees", "Apples"]),
        ({"city": "grandview"}, ["Dogs", "éclairs"]),
        ({"wanted": "raytown"}, ["Dogs", "éclairs"]),
        ({"wanted": "independence"}, []),
        ({"category": "police"}, ["Bees"]),
        ({"round": "spring"}, ["Bees"]),
        ({"sent_from": "2026-03-02"}, ["éclairs"]),
        ({"sent_to": "2026-03-01"}, ["Dogs", "Bees", "Apples"]),
        (
            {"sent_from": "2026-02-02", "sent_to": "2026-03-02", "city": "raytown"},
            ["Bees", "Apples"],
        ),
        ({"mine": "on"}, []),
    ],
)
def test_the_list_is_filtered_and_put_in_order(query, found, several, client_for, facilitator):
    assert titles(ask(client_for(facilitator), **query)) == found


def test_mine_is_what_one_wrote_and_was_invited_to(several, author, cities, client_for):
    ProposalFactory(title="Theirs", city=cities["grandview"], readers=[author.user])
    shown = titles(ask(client_for(author), mine="on", sort="title"))
    assert shown == ["Apples", "Bees", "Dogs", "éclairs", "Theirs"]


def test_a_city_is_needed_where_something_was_sent_back_to_it_or_wants_it(
    several, author, staff_of, client_for
):
    assert titles(ask(client_for(author), needs="on", sort="title")) == ["Apples", "éclairs"]
    assert titles(ask(client_for(staff_of("grandview")), needs="on")) == []


def test_that_a_city_is_wanted_is_asked_only_of_texts_that_may_be_read(
    several, administrator, client_for
):
    client = client_for(administrator)
    assert len(titles(ask(client))) == 4
    assert titles(ask(client, wanted="raytown")) == []


@pytest.mark.parametrize(
    "query",
    [
        {"state": "stolen"},
        {"city": "atlantis"},
        {"round": "nowhere"},
        {"sort": "author"},
        {"sent_from": "soon"},
        {"sent_from": "2026-03-02", "sent_to": "2026-03-01"},
        {"after": "nonsense"},
        {"q": "a" * 201},
    ],
)
def test_a_value_that_does_not_exist_says_so_and_shows_all(query, several, client_for, facilitator):
    response = ask(client_for(facilitator), **query)
    assert len(titles(response)) == 4
    assert "There is a problem" in text(response)
    assert "Take away" not in text(response)


def test_a_hidden_round_is_refused_as_one_that_is_not_there(several, client_for, liaison_of):
    client = client_for(liaison_of("raytown"))
    hidden, missing = (ask(client, round=slug) for slug in ("spring", "summer"))
    assert "spring" not in text(missing)
    assert text(hidden).replace("spring", "summer") == text(missing)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("q=&state=&city=raytown&sort=", "city=raytown"),
        ("sort=title&q=salt", "q=salt&sort=title"),
        ("page=2&colour=red", ""),
        ("state=draft&state=parked&page=2", "state=draft&state=parked"),
    ],
)
def test_an_address_says_only_what_was_asked(typed, clean, client_for, facilitator):
    response = client_for(facilitator).get(f"{reverse(LIST)}?{typed}")
    assert response.status_code == 302
    assert response.url == reverse(LIST) + (f"?{clean}" if clean else "")
    assert client_for(facilitator).get(response.url).status_code == 200


def test_each_filter_can_be_left_out(several, client_for, facilitator):
    query = {"q": "sample", "state": ["returned", "parked"], "city": "raytown", "sort": "title"}
    response = ask(client_for(facilitator), **query)
    assert [(one.words, parse_qs(one.rest)) for one in response.context["form"].filters] == [
        ("Words: sample", _without(query, "q")),
        ("State: Back with its authors", _without(query, "state") | {"state": ["parked"]}),
        ("State: Parked", _without(query, "state") | {"state": ["returned"]}),
        ("Lead city: Raytown", _without(query, "city")),
    ]
    assert "2 proposals with: Words: sample Leave out" in text(response)


def _without(query, name):
    lists = {key: [value] if isinstance(value, str) else value for key, value in query.items()}
    return {key: value for key, value in lists.items() if key != name}


def test_the_heads_of_the_columns_put_in_order_and_turn_round(several, client_for, facilitator):
    page = ask(client_for(facilitator), sort="title", q="sample").content.decode()
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="ascending"><a href="?q=sample&amp;sort=-title">Title' in page
    assert '<a href="?q=sample&amp;sort=city">Lead and co-sponsors' in page


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("query", [{}, {"q": "sample"}, {"q": "sample", "sort": "saving"}])
def test_the_list_costs_the_same_whatever_its_length(
    query, count, sent, client_for, facilitator, django_assert_num_queries
):
    for number in range(count):
        sent(f"Sample {number}")
    client = client_for(facilitator)
    with django_assert_num_queries(8 + bool(query)):
        assert len(titles(ask(client, **query))) == min(count, 25)
