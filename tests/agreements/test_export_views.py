"""The pages of exports, and the file in parts."""

import os
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Export
from agreements.operations import exports
from agreements.results.exports import Scope
from agreements.views import exports as views
from cities.models import Office
from collaborative.models import Event
from collaborative.ranges import NothingThere, Part, asked, goes_on
from notifications.models import Message
from notifications.operations import delivery, outbox
from tests.agreements.exporting import small_packets
from tests.factories.agreements import circulated, decided
from tests.notifications import mailserver

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clerk(clerk_of):
    return clerk_of("raytown")


@pytest.fixture
def clerks(client_for, clerk):
    return client_for(clerk)


@pytest.fixture
def adopted(cities):
    """Two agreements that Raytown's council adopted, on two days."""
    found = [
        circulated(cities["raytown"], cities["grandview"], slug=slug, title=slug.title())
        for slug in ("plows", "salt")
    ]
    for agreement, on in zip(found, (date(2026, 2, 16), date(2026, 3, 2)), strict=True):
        decided(agreement, cities["raytown"], on=on)
    return found


def make() -> None:
    with small_packets():
        exports.make_waiting(clock=timezone.now, within=MINUTE)


@pytest.fixture
def ready(adopted, clerk) -> Export:
    export, _ = exports.ask(Scope(), by=clerk, at=timezone.now())
    make()
    export.refresh_from_db()
    return export


def at(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_clerk_chooses_sees_how_much_it_is_asks_and_takes_the_file(adopted, clerks, clerk):
    page = text_of(clerks.get(at("new_export")))
    assert "<strong>2 agreements, about 351.6 KB.</strong>" in page
    assert "Raytown, Monday, March 2, 2026</a>: 1 agreement" in page
    answer = clerks.post(at("new_export"), {"which": "all"}, follow=True)
    export = Export.objects.get()
    assert answer.redirect_chain == [(at("export", export.pk), 302)]
    assert "0 of 2 packets are made." in text_of(answer)
    assert '<meta http-equiv="refresh" content="10">' in text_of(answer)
    still = text_of(clerks.get(at("export", export.pk), {"refresh": "no"}))
    assert "http-equiv" not in still
    assert "Look again by itself" in still
    make()
    done = text_of(clerks.get(at("export", export.pk)))
    export.refresh_from_db()
    assert export.sha256 in done
    assert "http-equiv" not in done
    taken = clerks.get(at("export_file", export.pk))
    assert (taken.status_code, body(taken), taken["Content-Disposition"]) == (
        200,
        export.file.read_bytes(),
        f'attachment; filename="packets-raytown-{timezone.localdate()}.zip"',
    )
    assert Event.objects.about(export).latest("pk").kind == "export.taken"


def test_one_session_and_a_selection_are_exports_too(adopted, clerks, cities):
    session = {"council": cities["raytown"].pk, "begins_on": "2026-03-02", "ends_on": "2026-03-02"}
    clerks.post(at("new_export"), session | {"which": "all"})
    clerks.post(at("new_export"), {"which": "ticked", "agreements": [adopted[0].pk]})
    assert [
        (export.scope, [item.folder for item in export.items.all()])
        for export in Export.objects.order_by("asked_at")
    ] == [
        ("Adopted by Raytown’s council on Monday, March 2, 2026", ["salt"]),
        ("Adopted by any council, chosen by hand", ["plows"]),
    ]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"which": "ticked"}, "Tick at least one agreement, or export all of them."),
        ({}, "What to export: choose one."),
        ({"which": "all", "begins_on": "2026-03-02", "ends_on": "2026-03-01"}, "comes before"),
        ({"which": "all", "council": "0"}, "Select a valid choice"),
        ({"which": "ticked", "agreements": "0"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_asked_for(adopted, clerks, sent, sentence):
    answer = clerks.post(at("new_export"), sent)
    assert (answer.status_code, sentence in text_of(answer)) == (200, True)
    assert Export.objects.count() == 0


def test_too_many_to_tick_are_exported_all_or_by_a_shorter_period(adopted, clerks, monkeypatch):
    monkeypatch.setattr(views, "MOST_TICKED", 1)
    page = text_of(clerks.get(at("new_export")))
    assert "too many to tick one by one" in page
    assert 'type="checkbox"' not in page
    assert clerks.post(at("new_export"), {"which": "all"}).status_code == 302
    assert Export.objects.get().total == 2


def test_asking_twice_leads_to_the_one_under_way(adopted, clerks):
    first, second = (clerks.post(at("new_export"), {"which": "all"}, follow=True) for _ in "12")
    assert first.redirect_chain == second.redirect_chain
    assert "you asked for the same a moment ago" in text_of(second)


def test_cancelling_and_asking_again(adopted, clerks, clerk):
    export, _ = exports.ask(Scope(), by=clerk, at=timezone.now())
    cancelled = clerks.post(at("cancel_export", export.pk), follow=True)
    assert "is cancelled. Nothing of it is kept." in text_of(cancelled)
    assert clerks.post(at("cancel_export", export.pk)).status_code == 409
    clerks.post(at("export_again", export.pk))
    later = Export.objects.exclude(pk=export.pk).get()
    assert (later.total, later.state) == (2, "waiting")
    refused = clerks.post(at("export_again", later.pk))
    assert (refused.status_code, "no need to ask again" in text_of(refused)) == (403, True)


def test_the_part_that_changes_is_sent_when_it_has_changed(adopted, clerks, client, clerk):
    export, _ = exports.ask(Scope(), by=clerk, at=timezone.now())
    url = at("export_progress", export.pk)
    first = clerks.get(url)
    assert f'hx-get="{url}?seen=waiting-0"' in text_of(first)
    assert clerks.get(url, {"seen": "waiting-0"}).status_code == 204
    make()
    after = clerks.get(url, {"seen": "waiting-0"})
    assert ("hx-get" in text_of(after), "Download the file" in text_of(after)) == (False, True)
    assert client.get(url).status_code == 401
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


# The file in parts


def test_a_download_that_broke_off_goes_on(ready, clerks):
    url, whole = at("export_file", ready.pk), ready.file.read_bytes()
    first = clerks.get(url)
    beginning, etag = body(first)[:100], first["ETag"]
    rest = clerks.get(url, headers={"Range": "bytes=100-", "If-Range": etag})
    assert (rest.status_code, rest["Content-Range"], rest["Content-Length"]) == (
        206,
        f"bytes 100-{len(whole) - 1}/{len(whole)}",
        str(len(whole) - 100),
    )
    assert beginning + body(rest) == whole
    assert (first["Accept-Ranges"], etag) == ("bytes", f'"{ready.sha256}"')
    assert Event.objects.about(ready).filter(kind="export.taken").count() == 1


@pytest.mark.parametrize(
    ("headers", "status", "expected"),
    [
        ({}, 200, slice(None)),
        ({"Range": "bytes=0-0"}, 206, slice(0, 1)),
        ({"Range": "bytes=5-9"}, 206, slice(5, 10)),
        ({"Range": "bytes=-7"}, 206, slice(-7, None)),
        ({"Range": "bytes=5-99999999999"}, 206, slice(5, None)),
        ({"Range": "bytes=0-1,5-9"}, 200, slice(None)),
        ({"Range": "bytes=9-5"}, 200, slice(None)),
        ({"Range": "lines=1-2"}, 200, slice(None)),
        ({"Range": f"bytes={'9' * 4000}-"}, 200, slice(None)),
        ({"Range": "bytes=5-9", "If-Range": '"another"'}, 200, slice(None)),
        ({"Range": "bytes=5-9", "If-Range": "Mon, 02 Mar 2026 18:00:00 GMT"}, 200, slice(None)),
        ({"Range": "bytes=99999999999-"}, 416, slice(0, 0)),
        ({"Range": "bytes=-0"}, 416, slice(0, 0)),
    ],
)
def test_each_range_is_answered_as_http_asks(ready, clerks, headers, status, expected):
    answer = clerks.get(at("export_file", ready.pk), headers=headers)
    whole = ready.file.read_bytes()
    sent = body(answer) if answer.streaming else answer.content
    assert (answer.status_code, sent) == (status, whole[expected])
    if status == 416:
        assert answer["Content-Range"] == f"bytes */{len(whole)}"


def test_the_head_alone_says_how_long_the_file_is_and_notes_nothing(ready, clerks):
    answer = clerks.head(at("export_file", ready.pk), headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer["Content-Length"], body(answer)) == (
        200,
        str(ready.size),
        b"",
    )
    assert not Event.objects.filter(kind="export.taken").exists()


def test_who_has_the_file_already_is_told_so(ready, clerks):
    answer = clerks.get(at("export_file", ready.pk), headers={"If-None-Match": f'"{ready.sha256}"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_no_more_than_a_piece_of_the_file_is_in_the_memory(ready, clerks):
    with ready.file.open("ab") as file:
        file.write(os.urandom(1_000_000))
    answer = clerks.get(at("export_file", ready.pk))
    assert max(map(len, answer.streaming_content)) == 256 * 1024


def test_a_range_is_pure_arithmetic():
    assert (asked("bytes=2-", size=3), asked("", size=3), asked("bytes=-", size=3)) == (
        Part(2, 2),
        None,
        None,
    )
    assert (goes_on("", etag='"a"'), goes_on('W/"a"', etag='"a"')) == (True, False)
    with pytest.raises(NothingThere):
        asked("bytes=0-", size=0)


# Whose it is


def test_an_office_that_ended_closes_the_file_at_once(ready, clerks, clerk):
    Office.objects.filter(person=clerk.user).update(ends_on=date(2026, 1, 1))
    assert clerks.get(at("export_file", ready.pk)).status_code == 404


def test_an_agreement_that_is_no_longer_theirs_closes_the_file_with_the_reason(
    ready, clerks, monkeypatch
):
    def nothing(actor, *, city=None):
        return Agreement.objects.none()

    monkeypatch.setattr("agreements.results.exports.exportable", nothing)
    answer = clerks.get(at("export_file", ready.pk))
    assert answer.status_code == 403
    assert "2 agreements of this export may no longer be exported by you" in text_of(answer)


def test_before_it_is_ready_and_after_its_time_there_is_no_file(adopted, clerks, clerk):
    export, _ = exports.ask(Scope(), by=clerk, at=timezone.now())
    early = clerks.get(at("export_file", export.pk))
    make()
    exports.expire(at=timezone.now() + Export.KEPT_FOR + MINUTE)
    late = clerks.get(at("export_file", export.pk))
    assert (early.status_code, late.status_code) == (403, 403)
    assert "There is no file: the export is waiting." in text_of(early)
    assert "The file was kept until" in text_of(late)


def test_another_citys_clerk_sees_nothing_of_it(ready, client_for, clerk_of, facilitator):
    grandview, marc = client_for(clerk_of("grandview")), client_for(facilitator)
    for name in ("export", "export_file", "export_progress"):
        assert grandview.get(at(name, ready.pk)).status_code == 404
        assert marc.get(at(name, ready.pk)).status_code == 200
    assert "Nothing was exported in bulk yet." in text_of(grandview.get(at("exports")))


# What it costs


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_any_number(
    cities, clerks, clerk, django_assert_num_queries, count
):
    for number in range(count):
        agreement = circulated(cities["raytown"], cities["grandview"])
        decided(agreement, cities["raytown"], on=date(2026, 3, 1 + number))
    for number in range(count):
        on = date(2026, 3, 1 + number)
        exports.ask(Scope(None, on, on), by=clerk, at=timezone.now())
    whole, _ = exports.ask(Scope(), by=clerk, at=timezone.now())
    make()
    with django_assert_num_queries(5):
        clerks.get(at("exports"))
    with django_assert_num_queries(11):
        clerks.get(at("new_export"))
    with django_assert_num_queries(7):
        clerks.get(at("export", whole.pk))
    with django_assert_num_queries(5):
        clerks.get(at("export_progress", whole.pk))


# The letter


def test_whoever_asked_is_written_to_when_it_is_ready_and_nobody_else(
    ready, clerk, clerk_of, settings
):
    clerk_of("raytown")
    settings.SITE_URL = "https://portal.sample.example"
    outbox.post_events(at=timezone.now())
    message = Message.objects.get()
    with mailserver.running() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        delivery.deliver(clock=timezone.now)
    ((address, letter),) = box.taken
    words = letter.get_body(("plain",)).get_content()
    assert (address, letter["Subject"]) == (clerk.user.email, "Ready: Export of 2 agreements")
    assert f"https://portal.sample.example/agreements/exports/{ready.pk}/" in words
    assert ready.sha256 in words
    assert message.kind == "export.ready"


def test_a_failure_is_written_with_its_reason(adopted, clerk, settings):
    export, _ = exports.ask(Scope(), by=clerk, at=timezone.now())
    Event.objects.record(
        "act.changed", adopted[0].parties.last().acts.get(), by=clerk, at=timezone.now()
    )
    make()
    outbox.post_events(at=timezone.now())
    letter = Message.objects.get(kind="export.failed")
    assert letter.recipient == clerk.user
    export.refresh_from_db()
    assert "changed after the export was asked for" in export.reason


def test_who_holds_the_office_no_more_is_not_written_to(ready, clerk):
    Office.objects.filter(person=clerk.user).update(ends_on=date(2026, 1, 1))
    outbox.post_events(at=timezone.now())
    assert Message.objects.count() == 0


def test_the_home_of_a_clerk_shows_what_is_under_way_and_what_is_ready(ready, clerks, clerk):
    exports.ask(Scope(), by=clerk, at=timezone.now())
    page = text_of(clerks.get("/"))
    assert "Packets in bulk" in page
    assert "0 of 2 packets are made" in page
    assert "Ready; kept until" in page
