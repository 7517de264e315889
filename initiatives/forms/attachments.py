"""The file that comes with a proposal."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from initiatives.models import Proposal
from initiatives.rules.attachments import why_not_fit
from initiatives.uploads import ENDINGS, Refused, Upload, check, size_in_words


class AttachmentForm(forms.Form):
    """One file, checked while it is read."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # the check says it better
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
    )

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
        one, all_files = settings.ATTACHMENT_MAX_BYTES, settings.ATTACHMENTS_MAX_BYTES
        self.fields["file"].help_text = (
            f"PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, up to {size_in_words(one)}. All files "
            f"of a proposal together: up to {size_in_words(all_files)}."
        )

    def clean_file(self) -> Upload:
        """Check the file; what is wrong with it stands beside it, with what to do."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            upload = check(sent.name or "", sent.read(), most_bytes=settings.ATTACHMENT_MAX_BYTES)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if reason := why_not_fit(self.proposal, len(upload.content)):
            raise forms.ValidationError(reason)
        return upload
