"""Scoresheets of the round that is being marked: as downloaded, filled in, and with a slip."""

from pathlib import Path

from django.urls import reverse
from openpyxl import load_workbook

from tests.access.world import World
from tests.conftest import sign_in


def add_scoresheets(world: World, folder: Path) -> None:
    """Download the other city's evaluator's scoresheet, and fill in two copies of it."""
    client = sign_in(world.people["evaluator_elsewhere"])
    answer = client.get(reverse("initiatives:scoresheet", args=[world.things["marking"]]))
    untouched = folder / "scoresheet.xlsx"
    untouched.write_bytes(b"".join(answer.streaming_content))
    world.things["untouched_scoresheet"] = untouched
    for name, mark in (("filled_scoresheet", 1), ("faulty_scoresheet", 9)):
        book = load_workbook(untouched)
        book["Marks"]["E2"] = mark
        book["Marks"]["F2"] = "none"
        book["Remarks"]["D2"] = "Typed on a train."
        world.things[name] = folder / f"{name}.xlsx"
        book.save(world.things[name])
