"""The file that comes with a proposal."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from collaborative.uploads import Upload, size_in_words
from initiatives.forms.files import UploadField
from initiatives.models import Proposal
from initiatives.rules.attachments import why_not_fit


class AttachmentForm(forms.Form):
    """One file, checked while it is read."""

    file = UploadField(label="File")

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        proposal: Proposal,
    ) -> None:
        """Add to one proposal."""
        super().__init__(data, files)
        self.proposal = proposal
        together = size_in_words(settings.ATTACHMENTS_MAX_BYTES)
        self.fields["file"].help_text += f" All files of a proposal together: up to {together}."

    def clean_file(self) -> Upload:
        """Hold the file against the room that is left."""
        upload: Upload = self.cleaned_data["file"]
        if reason := why_not_fit(self.proposal, len(upload.content)):
            raise forms.ValidationError(reason)
        return upload
