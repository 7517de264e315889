"""`manage.py remind` and `manage.py deliver`."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.notifications.scenes import open_round

AT = "2026-03-09T17:00:00-05:00"
"""The day before the sample round closes; its reminder is due since that morning."""
LINE = "Reminder of reviews to {}, due Monday, March 9, 2026, 7:00 am Central\n"


def run(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr().out


def test_remind_writes_what_is_due_at_the_time_and_says_so_once(evaluator_of, capsys):
    evaluator = evaluator_of("raytown")
    open_round([evaluator])
    line = LINE.format(evaluator.user.email)
    assert run(capsys, "remind", "--at", AT) == f"{line}1 written.\n"
    assert run(capsys, "remind", "--at", AT) == "0 written.\n"
    assert Message.objects.count() == 1


def test_remind_can_look_without_writing(evaluator_of, capsys):
    evaluator = evaluator_of("raytown")
    open_round([evaluator])
    line = LINE.format(evaluator.user.email)
    for _ in range(2):
        assert run(capsys, "remind", "--at", AT, "--dry-run") == f"{line}1 would be written.\n"
    assert Message.objects.count() == 0


def test_a_time_without_a_zone_is_the_portals_own(evaluator_of, capsys):
    open_round([evaluator_of("raytown")])
    assert run(capsys, "remind", "--at", "2026-03-03T16:59:59") == "0 written.\n"
    assert run(capsys, "remind", "--at", "2026-03-03T17:00:00").endswith("1 written.\n")


def test_a_digest_with_nothing_to_tell_is_named_as_such(liaison_of, capsys):
    liaison = liaison_of("raytown")
    assert run(capsys, "remind", "--at", "2026-03-02T08:00:00") == (
        f"Digest to {liaison.user.email}, due Monday, March 2, 2026, 8:00 am Central "
        "(not sent: There was nothing to tell.)\n1 written.\n"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "tomorrow",
        "2026-13-01T00:00:00Z",
        "2026-02-30T10:00",
        "",
        "17:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ],
)
def test_a_time_that_is_none_is_one_sentence_and_exit_code_2(wrong):
    with pytest.raises(CommandError, match=r"--at .*; expected a date and time as in") as refused:
        call_command("remind", "--at", wrong)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


def test_from_the_shell_a_wrong_time_is_one_line_on_standard_error():
    done = subprocess.run(
        [sys.executable, "manage.py", "remind", "--at", "tomorrow"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_remind_then_deliver_sends_what_was_written_also_for_a_time_to_come(evaluator_of, capsys):
    evaluator = evaluator_of("raytown")
    open_round([evaluator], closes_at="2099-03-10T22:00:00Z")
    run(capsys, "remind", "--at", "2099-03-09T22:00:00Z")
    assert run(capsys, "deliver") == "Sent: 1\n"
    assert [letter.to for letter in mail.outbox] == [[evaluator.user.email]]
    assert run(capsys, "deliver") == "Nothing was to be sent.\n"


@pytest.mark.django_db
def test_deliver_counts_what_became_of_each_message(capsys):
    MessageFactory.create_batch(2)
    assert run(capsys, "deliver") == "Not sent: 2\n"
