"""The command line: `python -m collaborative.embedded exec -- COMMAND`, and `... up`.

`DATA` (a folder, default `var` in the checkout) and `PORT` are read from the environment.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from collaborative.embedded import portal, postgres
from collaborative.embedded.execute import execute, execute_throwaway
from collaborative.embedded.folders import DataFolder
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.services import checkout
from collaborative.embedded.supervisor import StopAsked
from collaborative.embedded.up import USUAL_PORT, House, up

PORTAL = House(preparation=portal.preparation, programs=portal.programs)
_HIGHEST_PORT = 65535


def main(arguments: Sequence[str], *, house: House = PORTAL) -> int:
    """Do what the command line asks and return the exit code; the house is what `up` runs."""
    chosen = _parser().parse_args(arguments)
    try:
        return _act(chosen, house)
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return refusal.exit_code
    except StopAsked as asked:
        return 128 + asked.number
    except KeyboardInterrupt:  # before anything was started, or after all had stopped
        return 128 + signal.SIGINT


def _act(chosen: argparse.Namespace, house: House) -> int:
    """Do the chosen action and return the exit code."""
    port = wanted_port(os.environ.get("PORT"))
    data = data_folder(os.environ.get("DATA"))
    if chosen.action == "up":
        return up(house, data=data, wanted_port=port)
    if chosen.action == "clean":
        return clean(data)
    if chosen.throwaway:
        return execute_throwaway(chosen.command, web_port=port or USUAL_PORT)
    return execute(chosen.command, data=data, web_port=port or USUAL_PORT)


def clean(data: DataFolder) -> int:
    """Remove the data folder and what was put outside for it; refused while it is in use."""
    if not data.root.exists():
        return 0
    with data.held() as is_ours:
        if not is_ours:
            raise CannotStart(f"Process {data.holder()} uses {data.root}. Stop it first.")
        postgres.forget(data.postgres)
        data.remove()
    return 0


def data_folder(wanted: str | None) -> DataFolder:
    """Return the data folder of the given name, or the usual one."""
    return DataFolder(Path(wanted).absolute() if wanted else checkout() / "var")


def wanted_port(text: str | None) -> int | None:
    """Return the port of that number, or None when none was wanted; CannotStart for nonsense."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _HIGHEST_PORT):
        raise CannotStart(f'PORT is "{text}"; expected a number from 1 to 65535.', exit_code=2)
    return int(text)


def _parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    parser = argparse.ArgumentParser(prog="python -m collaborative.embedded")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("up", help="run the portal with sample data until Ctrl-C")
    actions.add_parser("clean", help="remove the demo's data")
    run = actions.add_parser("exec", help="run a command beside the services")
    run.add_argument("--throwaway", action="store_true", help="always beside new, empty services")
    run.add_argument(
        "command", nargs="+", metavar="COMMAND", help="the command and its arguments, after --"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
