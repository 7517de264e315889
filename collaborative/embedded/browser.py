"""The browser that the tests drive: found on this machine, or installed by `make browser`.

Root on Debian gets Debian's Chromium. Anybody else gets the build of an npm package, unpacked into
the virtual environment with the libraries and fonts it brings; it needs nothing of the system. A
machine without any browser is an error, never a reason to skip a test.
"""

import base64
import contextlib
import hashlib
import io
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from collaborative.embedded.refusals import CannotStart

DEBIAN = Path("/usr/bin/chromium")
NAMES = ("chromium", "google-chrome")
PACKAGE = "@sparticuz/chromium@147.0.0"
PACKAGE_SHA512 = (
    "4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ=="
)
_PACKED_MACHINE = "x86_64"
_ARCHIVES = ("al2023", "fonts", "swiftshader")  # libraries, letters, a graphics card in software
_LONGEST_STEP_SECONDS = 600
_TRIAL_SECONDS = 60
_UNPACK = (
    "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(0)))"
)
_LAUNCHER = """\
#!/bin/sh
here={folder}
export LD_LIBRARY_PATH="$here/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


class NoBrowser(CannotStart):
    """There is no browser; `str()` says what to install."""


def find(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the browser to test with.

    First the one named by CHROMIUM, then Debian's Chromium, then one on the PATH, then the one
    that `make browser` unpacked. Raises NoBrowser.
    """
    if named := environment.get("CHROMIUM"):
        if shutil.which(named):
            return Path(named)
        raise NoBrowser(f'CHROMIUM is "{named}"; expected the path of a program that can be run.')
    on_path = (shutil.which(name, path=environment.get("PATH", os.defpath)) for name in NAMES)
    for candidate in (DEBIAN, *(Path(found) for found in on_path if found), _unpacked()):
        if os.access(candidate, os.X_OK):
            return candidate
    raise NoBrowser(
        "The tests need a browser and there is none. Run `make browser`, or install Chromium "
        "(on Debian: `apt-get install chromium`), or name one, as in CHROMIUM=/opt/chrome/chrome."
    )


def install() -> Path:
    """Return the browser to test with, installing one when there is none. Raises NoBrowser."""
    with contextlib.suppress(NoBrowser):
        return find()
    reasons = []
    for way in (_install_from_debian, _install_from_npm):
        try:
            way()
            return _tried(find())
        except NoBrowser as reason:
            reasons.append(f"  - {reason}")
    raise NoBrowser(
        "No browser could be installed for the tests:\n"
        + "\n".join(reasons)
        + "\nInstall Chromium by hand, or name one, as in CHROMIUM=/opt/chrome/chrome."
    )


def _install_from_debian() -> None:
    """Install Debian's Chromium; NoBrowser says why not."""
    if os.geteuid() != 0:
        raise NoBrowser("Debian's package: only root can install it.")
    if not shutil.which("apt-get"):
        raise NoBrowser("Debian's package: this machine has no apt-get.")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "-q", "update"], environment=quiet)
    _run(["apt-get", "-qy", "install", "--no-install-recommends", "chromium"], environment=quiet)


def _install_from_npm() -> None:
    """Unpack the npm package's Chromium into the virtual environment; NoBrowser says why not."""
    if platform.machine() != _PACKED_MACHINE:
        raise NoBrowser(f"{PACKAGE}: it is built for {_PACKED_MACHINE} only.")
    final = _unpacked().parent
    final.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=final.parent) as scratch:
        unpacked = Path(scratch) / "chromium"
        unpacked.mkdir()
        archive = _download(Path(scratch))
        with tarfile.open(fileobj=io.BytesIO(archive)) as package:
            (unpacked / "chromium").write_bytes(_decompressed(package, "chromium.br"))
            for name in _ARCHIVES:
                _unpack(_decompressed(package, f"{name}.tar.br"), unpacked)
        (unpacked / "chromium").chmod(0o755)
        (unpacked / "fonts.conf").write_text(_FONTS.format(folder=escape(str(final))))
        launcher = unpacked / _unpacked().name
        launcher.write_text(_LAUNCHER.format(folder=shlex.quote(str(final))))
        launcher.chmod(0o755)
        shutil.rmtree(final, ignore_errors=True)
        unpacked.rename(final)


def _download(folder: Path) -> bytes:
    """Return the package as npm delivers it, when its SHA-512 is the one on record."""
    _run(["npm", "pack", PACKAGE, "--silent"], environment=_with_node(), folder=folder)
    (archive,) = folder.glob("*.tgz")
    content = archive.read_bytes()
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if digest != PACKAGE_SHA512:
        raise NoBrowser(f"{PACKAGE}: what npm delivered is not the package on record.")
    return content


def _decompressed(package: tarfile.TarFile, name: str) -> bytes:
    """Return a file of the package, unpacked by Node, because Python cannot read Brotli."""
    packed = package.extractfile(f"package/bin/{name}")
    if packed is None:
        raise NoBrowser(f"{PACKAGE}: it holds no {name}.")
    return _run(["node", "-e", _UNPACK], environment=_with_node(), content=packed.read())


def _unpack(archive: bytes, folder: Path) -> None:
    """Write the plain files of an archive into the folder."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in files:
            source = files.extractfile(member) if member.isfile() else None
            if source:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read())


def _tried(browser: Path) -> Path:
    """Return the browser when it starts, so finds its libraries; NoBrowser if not."""
    _run([str(browser), "--version"], environment=os.environ, seconds=_TRIAL_SECONDS)
    return browser


def _unpacked() -> Path:
    """Return where the npm package's browser is, or would be."""
    return Path(sys.prefix) / "chromium" / "chrome"


def _with_node() -> dict[str, str]:
    """Return the environment in which Node is found: the system's, else the one from its wheel."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])
    return {**os.environ, "PATH": path}


def _run(
    command: list[str],
    *,
    environment: Mapping[str, str],
    folder: Path | None = None,
    content: bytes | None = None,
    seconds: float = _LONGEST_STEP_SECONDS,
) -> bytes:
    """Run a command to its end and return what it printed; NoBrowser when it fails."""
    program = shutil.which(command[0], path=environment.get("PATH", os.defpath))
    if program is None:
        raise NoBrowser(f"`{command[0]}` is not on this machine.")
    try:
        done = subprocess.run(  # noqa: S603 - the commands are ours
            [program, *command[1:]],
            check=False,
            cwd=folder,
            env=environment,
            input=content,
            stdin=None if content else subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise NoBrowser(
            f"`{' '.join(command)}` did not end within {seconds:.0f} seconds."
        ) from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip()[-1000:]
        raise NoBrowser(f"`{' '.join(command)}` failed: {said}")
    return done.stdout


def main() -> int:
    """Make sure that there is a browser and say which; return the exit code."""
    try:
        sys.stdout.write(f"Browser for the tests: {install()}\n")
    except NoBrowser as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
