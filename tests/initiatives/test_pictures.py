"""Pictures: read aloud, drawn without style sheets, and the same numbers in a table."""

from xml.etree import ElementTree as ET

import pytest

from initiatives.pictures import (
    Alpha,
    Line,
    Path,
    Picture,
    Row,
    agreement_picture,
    grid_picture,
    ranking_picture,
    weights_picture,
)
from initiatives.pictures.grid import colour, contrast, letters_on

HOSTILE = '</svg><script>alert(1)</script> & "quoted" \x0b\ud800'
SVG = "{http://www.w3.org/2000/svg}"


def ranks(title: str = "Share one laboratory") -> Picture:
    lines = [
        Line(reference="P-1", title=title, score="72.67", rank=1, low=1, high=2),
        Line(reference="P-2", title="Mow together", score="69.00", rank=2, low=2, high=2),
    ]
    return ranking_picture(lines, of=2, title="Ranking")


def grid(title: str = "Share one laboratory") -> Picture:
    scores = {"Grandview": "0.00", "Lee’s Summit": "100.00"}
    row = Row(reference="P-1", title=title, score="50.00", lead="Raytown", scores=scores)
    cities = ["Grandview", "Independence", "Lee’s Summit", "Raytown"]
    return grid_picture([row], cities=cities, title="City by city")


def agreements(label: str = "Savings") -> Picture:
    alphas = [
        Alpha(key="savings", label=label, alpha="-0.12", n=1200),
        Alpha(key="risk", label="Risk", alpha="", n=0),
    ]
    return agreement_picture(alphas, title="Agreement")


def paths(title: str = "Share one laboratory") -> Picture:
    moved = [
        Path(reference="P-1", title=title, ranks=[2, 1, 1]),
        Path(reference="P-2", title="Mow together", ranks=[1, 1, None]),
    ]
    weights = ["0", "30", "60"]
    return weights_picture(moved, key="savings", label="Savings", weights=weights, title="Savings")


EACH = [ranks, grid, agreements, paths]


def read(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)


def words(picture: Picture) -> list[str]:
    return [element.text or "" for element in read(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", EACH)
def test_a_picture_is_one_image_with_a_title_and_a_description(draw):
    picture = draw()
    root = read(picture)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.get("id") == f"{picture.name}-title"
    assert (title.text, desc.text) == (picture.title, picture.description)


@pytest.mark.parametrize("draw", EACH)
def test_a_picture_needs_no_style_and_no_script(draw):
    for element in read(draw()).iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "rect",
            "line",
            "circle",
            "polyline",
            "text",
        }
        assert not {"style", "class", "href"} & set(element.attrib)


@pytest.mark.parametrize("draw", EACH)
def test_a_title_can_break_nothing(draw):
    picture = draw(HOSTILE)
    assert "<script>" not in picture.svg
    assert any("</svg><script>" in text for text in words(picture))


@pytest.mark.parametrize("draw", EACH)
def test_the_same_values_give_the_same_bytes(draw):
    assert draw() == draw()


def test_the_ranking_writes_the_numbers_that_the_table_has():
    picture = ranks()
    assert picture.headings == ("Proposal", "Reference", "Rank", "Rank holds within", "Score")
    assert picture.rows == [
        ("Share one laboratory", "P-1", "1", "1 to 2", "72.67"),
        ("Mow together", "P-2", "2", "2", "69.00"),
    ]
    assert {"1 (1 to 2)", "2"} <= set(words(picture))


def test_every_cell_of_the_grid_says_its_number():
    picture = grid()
    assert picture.rows == [
        ("Share one laboratory", "P-1", "0.00", "–", "100.00", "leads", "50.00")
    ]
    assert words(picture)[-5:] == ["0.00", "–", "100.00", "leads", "50.00"]


@pytest.mark.parametrize("score", range(101))
def test_the_number_in_a_cell_can_be_read_on_every_colour(score):
    ground = colour(score)
    assert contrast(letters_on(ground), ground) >= 4.5


def test_contrast_is_that_of_the_guidelines():
    assert (contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)) == (21, 4.48)


def test_agreement_below_chance_and_undefined_are_told_apart():
    picture = agreements()
    assert picture.rows == [("Savings", "-0.12", "1,200"), ("Risk", "Not defined", "0")]
    assert {"−0.12 (1,200)", "Not defined (0)"} <= set(words(picture))
    bars = [element for element in read(picture).iter(f"{SVG}rect") if element.get("stroke")]
    assert len(bars) == 1


def test_lines_that_end_in_one_rank_share_their_label_and_one_that_ends_early_has_none():
    picture = paths()
    assert picture.rows == [
        ("Share one laboratory", "P-1", "2", "1", "1"),
        ("Mow together", "P-2", "1", "1", "–"),
    ]
    assert words(picture)[-3:] == ["2 · P-1", "1 · P-2", "1 · P-1 Share one laboratory"]


def test_a_round_without_ranked_proposals_has_pictures_too():
    empty = [
        ranking_picture([], of=0, title="None"),
        grid_picture([], cities=[], title="None"),
        agreement_picture([], title="None"),
        weights_picture([], key="a", label="A", weights=["0", "100", "100"], title="None"),
    ]
    assert [(read(picture).get("role"), picture.rows) for picture in empty] == [("img", [])] * 4
