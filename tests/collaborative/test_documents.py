"""Documents read piece by piece."""

from decimal import Decimal

import pytest

from collaborative.documents import BadDocument, Node, read, written


def refusal(ask, *given, **named):
    with pytest.raises(BadDocument) as found:
        ask(*given, **named)
    return str(found.value)


def test_numbers_with_a_fraction_stay_exact():
    assert read('{"a": [0.1, 7, "é", true, null]}') == Node(
        {"a": [Decimal("0.1"), 7, "é", True, None]}
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[1,", "line 1, column 4: this is not JSON (Expecting value)"),
        ('{"a": 1,\n "b" 2}', "line 2, column 6: this is not JSON (Expecting ':' delimiter)"),
        ("[1] [2]", "line 1, column 5: this is not JSON (Extra data)"),
        ("[NaN]", "NaN is not a number that JSON knows"),
        ("[-Infinity]", "-Infinity is not a number that JSON knows"),
        ('[{"a": 1, "a": 1}]', '"a" is there twice in one object'),
        ("[" * 100_000, "the brackets are nested too deeply, expected a few levels"),
        ("[1234567890123456789]", "123456789012345678… is a number of more than 18 digits"),
        (f"[{'1' * 9999}]", "111111111111111111… is a number of more than 18 digits"),
    ],
)
def test_what_is_not_strict_json_is_refused(text, sentence):
    assert refusal(read, text) == sentence


def test_a_whole_number_of_eighteen_digits_is_read():
    assert read("[123456789012345678]").value == [123456789012345678]


def test_fields_name_their_place_and_are_all_known():
    node = read('{"course": {"name": "x", "seats": [1, 2]}}')
    course = node.fields(("course",))["course"]
    fields = course.fields(("name",), optional=("seats",))
    assert {key: field.place for key, field in fields.items()} == {
        "name": "course.name",
        "seats": "course.seats",
    }
    assert [item.place for item in fields["seats"].items()] == [
        "course.seats[0]",
        "course.seats[1]",
    ]
    assert refusal(course.fields, ("name",)) == 'course: "seats" is not expected here, only name'
    assert refusal(course.fields, ("name", "seats", "cost")) == 'course: "cost" is missing'
    assert refusal(node.fields, ("name",)) == '"course" is not expected here, only name'


def test_entries_have_names_of_their_own():
    node = read('{"demand": {"raytown": 6}}').fields(("demand",))["demand"]
    assert node.entries() == {"raytown": Node(6, "demand.raytown")}
    assert refusal(Node({"a\nb": 1}, "demand").entries) == (
        'demand: "a\\nb" is not a text of 1 to 200 printable characters'
    )


@pytest.mark.parametrize("ask", [Node.entries, lambda node: node.fields(())])
def test_an_object_is_in_braces(ask):
    assert refusal(ask, Node([], "course")) == "course: a list is not an object in braces"


def test_a_list_of_names_holds_each_once():
    assert Node(["b", "a"]).names() == ("b", "a")
    assert refusal(Node(["a", "b", "a"], "cities").names) == 'cities[2]: "a" is there twice'
    assert refusal(Node([], "cities").names) == "cities: the list is empty, expected at least one"
    assert refusal(Node({}, "cities").names) == "cities: an object in braces is not a list"


@pytest.mark.parametrize("good", ["a", "x" * 200, "Lee's Summit", "Ж"])
def test_a_text_has_up_to_two_hundred_printable_characters(good):
    assert Node(good).text() == good


@pytest.mark.parametrize("bad", ["", "x" * 201, "a\tb", "\ud800", "\u202e"])
def test_any_other_text_is_refused(bad):
    assert refusal(Node(bad).text).endswith(" is not a text of 1 to 200 printable characters")


def test_a_choice_is_one_of_those_offered():
    assert Node("gate").one_of(("scored", "gate")) == "gate"
    assert refusal(Node("x", "kind").one_of, ("scored", "gate")) == (
        'kind: "x" is not one of scored, gate'
    )
    assert refusal(Node(1, "kind").one_of, ("scored",)) == "kind: 1 is not a text in quotes"


def test_a_truth_is_true_or_false():
    assert [node.truth() for node in Node([True, False]).items()] == [True, False]
    assert refusal(Node(0, "recused").truth) == "recused: 0 is not true or false"


def test_a_whole_number_has_its_limits():
    assert [Node(number).whole(-1, 2) for number in (-1, 0, 2)] == [-1, 0, 2]
    assert refusal(Node(3, "x").whole, -1, 2) == "x: 3 is outside -1 to 2"
    assert refusal(Node(-2, "x").whole, -1, 2) == "x: -2 is outside -1 to 2"
    for bad in (True, "1", 1.0, Decimal(1), None):
        assert refusal(Node(bad, "x").whole, -1, 2).endswith(" is not a whole number from -1 to 2")


@pytest.mark.parametrize(
    "good", ["0", "12", "12.5", "-0.01", "999999999.99", 7, -7, Decimal("12.50"), 999999999]
)
def test_a_decimal_is_a_text_or_a_number(good):
    assert Node(good).decimal(places=2) == Decimal(str(good))


@pytest.mark.parametrize(
    "bad",
    [
        *(
            "",
            " 1",
            "1 ",
            "1\n",
            "+1",
            "1.",
            ".5",
            "1,5",
            "1e3",
            "12.505",
            "1234567890",
            "NaN",
            "٣",
        ),
        *(True, None, 1.5, [], {}, 1234567890, Decimal("1E+3"), Decimal("0.001"), Decimal("NaN")),
    ],
)
def test_anything_else_is_not_a_decimal(bad):
    assert refusal(Node(bad, "cost").decimal, places=2) == (
        f'cost: {written(bad)} is not a number such as "12.50" with at most 9 digits and 2 decimals'
    )


def test_money_is_never_less_than_nothing():
    assert Node("12.5", "cost").money() == Decimal("12.50")
    assert str(Node("-0.00", "cost").money()) == "0.00"
    assert refusal(Node("-0.01", "cost").money) == 'cost: "-0.01" is less than 0'
    assert refusal(Node("0.001", "cost").money).endswith("at most 9 digits and 2 decimals")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": 1}, "an object in braces"),
        ([1], "a list"),
        ("a\nb", '"a\\nb"'),
        (None, "null"),
        (Decimal("1.50"), "1.50"),
        ("x" * 58, f'"{"x" * 58}"'),
        ("x" * 99, f'"{"x" * 59}…'),
        (object, "\"<class 'object'>\""),
    ],
)
def test_a_wrong_value_is_repeated_on_one_short_line(value, text):
    assert written(value) == text
