"""Words with fields in braces, as they are typed."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from notifications.catalogue.wordings import faults


def in_language(typed: str, known: Mapping[str, str]) -> str:
    """Return what was typed, in the language of these fields. Raises ValidationError."""
    if wrong := faults(typed, known):
        raise forms.ValidationError(wrong)
    return typed
