"""Files with courses: one that adds and changes, one full of faults, one that says nothing new."""

from pathlib import Path

from django.urls import reverse

from tests.access.world import World
from tests.conftest import sign_in


def add_course_files(world: World, folder: Path) -> None:
    """Take the catalogue along, and write two copies of it."""
    client = sign_in(world.people["analyst"])
    answer = client.get(reverse("training:courses_csv"))
    same = b"".join(answer.streaming_content).decode()
    head, *courses = same.splitlines()
    course = next(line for line in courses if line.startswith(world.things["course"]))
    added = course.replace("SMP-CANARY", "SMP-NEW").replace("CNRY-family-name", "New family")
    files = {
        "same_courses": same,
        "more_courses": "\n".join([head, course.replace("8.00,", "7.50,", 1), added]),
        "faulty_courses": "\n".join([head, course.replace("8.00,", "eight,", 1), course]),
    }
    for name, text in files.items():
        world.things[name] = folder / f"{name}.csv"
        world.things[name].write_text(text, encoding="utf-8")
