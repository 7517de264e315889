"""A sheet of respondents and a table of papers, to be sent in."""

from pathlib import Path

from tests.access.world import World


def add_needs_sheets(world: World, folder: Path) -> None:
    """Write both files for the open assessment's department."""
    place = 'Raytown,"Public works, asked",Field staff'
    files = {
        "needs_sheet": f"City,Department,Kind of work,Number,Way\n{place},9,Slip\n",
        "needs_table": (
            "Sheet,City,Department,Kind of work,Asked: trenches: importance\n"
            f"1,{place},5\n2,{place},4\n"
        ),
    }
    for name, text in files.items():
        world.things[name] = folder / f"{name}.csv"
        world.things[name].write_text(text)
