"""Rows of the roof, the members, and the demo."""

from tests.access.outcomes import Row
from tests.access.table.lines import ADMINISTRATOR, MISSING, NOWHERE, PUBLIC, SIGNED_IN
from tests.access.world import INVITED

ROOF = {
    "home": Row(get=PUBLIC, post=PUBLIC),
    "accessibility": Row(get=PUBLIC, post=PUBLIC),
    "healthz": Row(get=PUBLIC, post=PUBLIC),
    "readyz": Row(get=PUBLIC, post=PUBLIC),
    "events": Row(get=ADMINISTRATOR, post=ADMINISTRATOR),
}
MEMBERS = {
    "cities:index": Row(get=PUBLIC, post=PUBLIC),
    "cities:organisation": Row(get=PUBLIC, post=PUBLIC, args=("city",), missing=NOWHERE),
    "cities:add_department": Row(
        get=SIGNED_IN,
        post="liaison: ok, administrator: ok, nobody: sign-in, else: refused",
        args=("city",),
        missing=NOWHERE,
        data={"name": "Water services"},
    ),
    "cities:people": Row(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "cities:invite": Row(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "cities:revoke": Row(
        get="nobody: sign-in, else: no-method",
        post=ADMINISTRATOR,
        args=("invitation",),
        missing=MISSING,
    ),
    "cities:end_office": Row(
        get=ADMINISTRATOR, post=ADMINISTRATOR, args=("office",), missing=MISSING
    ),
    "cities:invitation": Row(
        get=PUBLIC, post=PUBLIC, args=("token",), missing=("nonsense",), shows=(INVITED,)
    ),
}
"""A link is its own key: whoever holds an invitation's link may open it; it says for whom it is."""
DEMO = {
    "demo:people": Row(get="everybody: hidden", post="everybody: hidden"),
    "demo:sign_in": Row(
        get="everybody: hidden", post="everybody: hidden", args=("key",), missing=("key",)
    ),
    "demo:letters": Row(get="everybody: hidden", post="everybody: hidden"),
    "demo:letter": Row(
        get="everybody: hidden", post="everybody: hidden", args=("key",), missing=("key",)
    ),
}
"""Outside demo mode, as in these tests, the demo is not there for anybody."""
