"""A draft, its two writers, and what a section's page sends."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from collaborative.models import Actor
from initiatives.models import Proposal
from tests.conftest import sign_in


@dataclass
class SectionPage:
    """A section opened by somebody, with the hidden fields that its form holds."""

    client: Client
    proposal: Proposal
    key: str = "idea"
    turn: int = 0
    hidden: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The page's own address."""
        return reverse("initiatives:edit_section", args=[self.proposal.reference, self.key])

    def save(self, *, press: str = "stay", value: str = "yes", **typed: Any):
        """Press a button without script."""
        return self.client.post(self.url, {**self.hidden, press: value, **typed})

    def autosave(self, **typed: Any):
        """Send what the script sends; a base that was answered is the page's from then on."""
        self.turn += 1
        answer = self.client.post(
            f"{self.url}autosave/", {**self.hidden, "turn": self.turn, **typed}
        )
        if answer.status_code == 200:
            self.hidden["base"] = answer.json()["version"]
        return answer


def open_section(
    actor: Actor, proposal: Proposal, key: str = "idea", *, client=None
) -> SectionPage:
    """Open a section as somebody."""
    page = SectionPage(client or sign_in(actor), proposal, key)
    answer = page.client.get(page.url)
    assert answer.status_code == 200, answer.status_code
    page.hidden = hidden_in(answer.content.decode())
    return page


def hidden_in(html: str) -> dict[str, Any]:
    """The hidden fields of a page's form; of several with one name, all."""
    found: dict[str, Any] = {}
    (form,) = re.findall(r"<form[^>]*data-drafting.*?</form>", html, re.DOTALL)
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        name = re.search(r'name="([^"]+)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)[1]
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}
