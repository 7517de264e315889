"""A file and its row come to be together, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.fields.files import FieldFile


@contextmanager
def no_stray_file(file: FieldFile, name: str) -> Iterator[None]:
    """Remove the file again, also half of one, when its row does not come to be.

    `name` is what the file is saved under; where that leads may depend on the row alone, since a
    name that the storage had to change would not be found. A file without its row would be
    nobody's, and no person could find it again.
    """
    kept_as = file.field.generate_filename(file.instance, name)
    try:
        yield
    except BaseException:
        file.storage.delete(kept_as)
        raise
