"""Which filings an agreement needs, and that a gap is always named."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.filing import FilingOffice, Place, Situated, filing, needed

RAYTOWN = Situated("Raytown", ("Jackson",))
SUMMIT = Situated("Lee's Summit", ("Cass", "jackson"))
MARC = Situated("MARC", (), is_public_body=False)
NAMES = st.sampled_from(["Raytown", "Grandview", "Lee's Summit", "Sample District"])
COUNTIES = st.sets(st.sampled_from(["Jackson", "Cass", "Clay"])).map(tuple)
PARTIES = st.lists(st.builds(Situated, NAMES, COUNTIES, st.booleans()), unique_by=lambda p: p.name)


def test_a_binding_agreement_is_filed_with_the_state_each_recorder_and_each_keeper():
    assert [place.name for place in needed([RAYTOWN, SUMMIT, MARC], binds=True)] == [
        "Secretary of State of Missouri",
        "Recorder of deeds, Cass County",
        "Recorder of deeds, Jackson County",
        "Keeper of contracts, Raytown",
        "Keeper of contracts, Lee's Summit",
        "Keeper of contracts, MARC",
    ]


def test_a_statement_needs_the_keepers_copies_only():
    outcome = filing([RAYTOWN, Situated("Grandview", ())], binds=False, filed=())
    assert [place.name for place in outcome.missing] == [
        "Keeper of contracts, Raytown",
        "Keeper of contracts, Grandview",
    ]
    assert outcome.unplaced == ()


def test_each_filing_cites_its_law():
    assert [place.source for place in needed([RAYTOWN], binds=True)] == [
        "RSMo 70.300, as printed in Senate Bill 1267 of 2002",
        "RSMo 70.300, as printed in Senate Bill 1267 of 2002",
        "RSMo 432.080",
    ]


def test_the_gaps_are_named_and_only_without_one_is_it_complete():
    parties = [RAYTOWN, MARC]
    filed = [Place(FilingOffice.STATE), Place(FilingOffice.RECORDER, "JACKSON")]
    outcome = filing(parties, binds=True, filed=filed)
    assert (outcome.summary, outcome.gaps) == (
        "Filing is not complete: 2 of 4 filings are on record.",
        [
            "No filing is on record: Keeper of contracts, Raytown.",
            "No filing is on record: Keeper of contracts, MARC.",
        ],
    )
    whole = filing(parties, binds=True, filed=needed(parties, binds=True))
    assert (whole.summary, whole.gaps) == (
        "Filing is complete: 4 of 4 filings are on record.",
        [],
    )


def test_a_body_whose_county_is_not_known_leaves_a_gap_whatever_is_filed():
    parties = [RAYTOWN, Situated("Sample District", ())]
    outcome = filing(parties, binds=True, filed=needed(parties, binds=True))
    assert (outcome.is_complete, outcome.gaps) == (
        False,
        [
            (
                "It is not on record in which county Sample District lies, so its recorder of "
                "deeds cannot be named."
            )
        ],
    )


def test_without_parties_nothing_is_complete():
    assert filing([], binds=True, filed=()).gaps == [
        "No parties are named, so nobody can say where it is filed."
    ]


@given(PARTIES, st.booleans(), st.data())
def test_complete_is_said_exactly_when_no_gap_is_named(parties, binds, data):
    wanted = needed(parties, binds=binds)
    filed = data.draw(st.lists(st.sampled_from(wanted), unique=True)) if wanted else []
    outcome = filing(parties, binds=binds, filed=filed)
    assert outcome.is_complete == (not outcome.gaps)
    assert set(outcome.missing) == set(wanted) - set(filed)
