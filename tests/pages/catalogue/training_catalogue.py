"""Courses, topics and requirements, and the file with courses that comes in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from tests.access.world import World
from tests.pages.states import bare, done, faulty, filled
from training.models import Course
from training.operations.catalogue import resume, retire

COURSES, COURSE, EDIT = "training:courses", "training:course", "training:edit_course"
TOPICS, REQUIREMENTS, LOAD = "training:topics", "training:requirements", "training:load_courses"
SHOW = "Show what would change"


@contextmanager
def another_analyst(world: World) -> Iterator[None]:
    """Somebody else takes the course out of the offer, and back into it after the visit."""
    course, by = Course.objects.get(code=world.things["course"]), world.people["analyst"]
    retired = retire(course, revision=course.revision, by=by, at=timezone.now())
    yield
    resume(retired, revision=retired.revision, by=by, at=timezone.now())


READING = (
    filled("training/courses.html", "analyst", COURSES),
    filled("training/courses.html", "staff", COURSES, query="?topic={topic}&retired=on"),
    bare("training/courses.html", "staff", COURSES, query="?q=nothing+so+named"),
    filled("training/course.html", "analyst", COURSE, "course"),
    filled("training/course.html", "analyst", COURSE, "retired_course", name="retired"),
    filled("training/course.html", "staff", COURSE, "course"),
    filled("training/topics.html", "analyst", TOPICS),
    filled("training/topics.html", "clerk", TOPICS),
    filled("training/requirements.html", "analyst", REQUIREMENTS),
    filled("training/requirements.html", "liaison", REQUIREMENTS),
)
WRITING = (
    filled("training/course_edit.html", "analyst", "training:new_course"),
    faulty("training/course_edit.html", "analyst", "training:new_course", press="Add this course"),
    filled("training/course_edit.html", "analyst", EDIT, "course"),
    done(
        "training/course_edit.html",
        "analyst",
        EDIT,
        "course",
        meanwhile=another_analyst,
        press="Save",
        says="Somebody changed this after you began.",
        status=409,
        name="meanwhile changed",
    ),
    filled("training/topic_edit.html", "analyst", "training:edit_topic", "topic"),
    faulty("training/topic_edit.html", "analyst", "training:new_topic", press="Add this topic"),
    filled("training/family_edit.html", "analyst", "training:edit_family", "family"),
    faulty("training/family_edit.html", "analyst", "training:new_family", press="Add this family"),
    filled("training/requirement_edit.html", "analyst", "training:edit_requirement", "requirement"),
    faulty(
        "training/requirement_edit.html",
        "analyst",
        "training:new_requirement",
        press="Add this requirement",
    ),
)
LOADING = (
    filled("training/courses_load.html", "analyst", LOAD),
    faulty(
        "training/courses_load.html",
        "analyst",
        LOAD,
        fill={"file": "faulty_courses"},
        press=SHOW,
        status=422,
        says="“eight” is not a number",
    ),
    done(
        "training/courses_load_shown.html",
        "analyst",
        LOAD,
        fill={"file": "more_courses"},
        press=SHOW,
    ),
    done(
        "training/courses_load_shown.html",
        "analyst",
        LOAD,
        fill={"file": "same_courses"},
        press=SHOW,
        name="nothing differs",
    ),
)
FILLED = READING + WRITING + LOADING
EMPTY = (
    bare("training/courses.html", "staff", COURSES),
    bare("training/topics.html", "analyst", TOPICS),
    bare("training/requirements.html", "staff", REQUIREMENTS),
)
