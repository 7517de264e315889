"""Later versions of agreements, with exhibits, comments, answers and checked terms."""

from datetime import timedelta

from django.utils import timezone

from agreements.clauses import TERMS, sections
from agreements.models import Agreement, Version
from agreements.operations import checking, commenting, exhibits, versions
from agreements.operations.outlines import outline
from collaborative.uploads import Upload
from tests.access.principals import OWN
from tests.access.world import World
from tests.initiatives.files import PDF
from tests.pages.scene.promises import WORDS, _draft

TEXT = f"""{WORDS}
## 3. Duration

This agreement begins on the day the last council adopted it and lasts five years.

## 4. Filing

A copy is filed with the Secretary of State and with the recorder of deeds of each county.
"""


def add_texts(world: World, cities) -> None:
    """Add a draft with exhibits that is shared, and an amendment of what is in force."""
    parties = [cities[OWN], cities["independence"]]
    _add_shared_draft(world, parties)
    _add_amendments(world, parties)


def _hours_ago(number: int):
    return timezone.now() - timedelta(hours=number)


def _add_shared_draft(world: World, parties) -> None:
    agreement = _draft(world, "texts_draft", "Share a language line", parties, text=TEXT)
    drafting_version = agreement.versions.get()
    _fill(world, drafting_version, parties)


def _fill(world: World, version: Version, parties) -> None:
    """Give a draft exhibits, answers to some terms, comments, and an answer to one of them."""
    facilitator = world.people["facilitator"]
    for number, title in enumerate(("Map of the routes", "Rates of each party"), start=1):
        upload = Upload(name=f"exhibit {number}.pdf", content=PDF, media_type="application/pdf")
        exhibits.add(version, title=title, upload=upload, by=facilitator, at=_hours_ago(30))
    there = {each.heading: each for each in sections(version.draft)}
    said = (
        ("purpose", "stands", "1. Purpose", ""),
        ("duration", "stands", "3. Duration", "Until 2031."),
        ("property", "not_applicable", "", "Nothing is bought together."),
        ("termination", "missing", "", "The parties are still talking about it."),
    )
    terms = {term.key: term for term in TERMS}
    answers = [
        checking.Answer(term=terms[key], found=found, section=there.get(section), reason=reason)
        for key, found, section, reason in said
    ]
    checking.check(version, answers=answers, by=facilitator, at=_hours_ago(29))
    versions.share(version, by=facilitator, at=_hours_ago(28))
    _talk(world, Version.objects.get(pk=version.pk), parties)


def _talk(world: World, version: Version, parties) -> None:
    said = [
        commenting.comment(
            version,
            party=version.agreement.parties.get(organisation=parties[0]),
            section=section,
            words=words,
            by=world.people[who],
            at=_hours_ago(20),
        )
        for who, section, words in (
            ("clerk", "3. Duration", "Ten years would suit our council better."),
            ("liaison", "3. Duration", "Say which day counts as the last one."),
            ("facilitator", "", "Raytown’s attorney asks for the mayor’s title in full."),
        )
    ]
    for one, is_taken_over, reason in (
        (said[0], False, "Independence budgets for five years."),
        (said[2], True, ""),
    ):
        commenting.answer(
            one,
            is_taken_over=is_taken_over,
            reason=reason,
            by=world.people["facilitator"],
            at=_hours_ago(10),
        )
    world.things["open_comment"] = said[1].pk


def _add_amendments(world: World, parties) -> None:
    """Amend what is in force: once as a shared draft, once replaced, once dropped."""
    in_force = Agreement.objects.get(slug=world.things["in_force"])
    facilitator = world.people["facilitator"]
    world.things["in_force_sha"] = in_force.versions.get().text.sha256
    amended = versions.begin(in_force, by=facilitator, at=_hours_ago(9))
    words = TEXT.replace("a year before", "six months before")
    versions.change(amended, words=words, revision=1, by=facilitator, at=_hours_ago(8))
    versions.share(Version.objects.get(pk=amended.pk), by=facilitator, at=_hours_ago(7))
    blocked = Agreement.objects.get(slug=world.things["blocked"])
    dropped = versions.begin(blocked, by=facilitator, at=_hours_ago(6))
    versions.drop(dropped, reason="The council asked for more.", by=facilitator, at=_hours_ago(5))
    versions.begin(blocked, by=facilitator, at=_hours_ago(4))
    _draft(world, "bare_text", "Share a grant writer", parties, text=outline(None, parties=[]))
