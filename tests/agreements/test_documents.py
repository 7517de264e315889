"""A document's file and its row come to be together, or not at all."""

import pytest
from django.core.files.storage import default_storage
from django.db import DataError, transaction

from agreements.models import Document
from agreements.operations import documents
from collaborative.uploads import Upload
from tests.conftest import NOON
from tests.factories.agreements import circulated

pytestmark = pytest.mark.django_db
LONGEST = Document._meta.get_field("name").max_length


def upload(*, letters: int) -> Upload:
    return Upload(name="m" * letters, content=b"%PDF-1.7 map", media_type="application/pdf")


def kept() -> int:
    return len(default_storage.listdir("agreements")[1])


def test_a_file_whose_row_is_refused_is_not_kept(cities, facilitator):
    agreement = circulated(cities["raytown"], cities["grandview"])
    documents.add_document(agreement, upload=upload(letters=LONGEST), by=facilitator, at=NOON)
    assert (kept(), Document.objects.count()) == (1, 1)
    with pytest.raises(DataError), transaction.atomic():
        documents.add_document(
            agreement, upload=upload(letters=LONGEST + 1), by=facilitator, at=NOON
        )
    assert (kept(), Document.objects.count()) == (1, 1)
