"""The account of every number of one topic in one place, in sentences."""

from fractions import Fraction

from initiatives.ranking import two_places
from training.disclosure import Place
from training.gaps.causes import MOST
from training.gaps.counting import Shown
from training.gaps.figures import Figure, mandated, urgency
from training.gaps.marks import IMPORTANT, LACKING
from training.gaps.rule import HIGH


def score(value: Fraction) -> str:
    """Write a number with two decimals, rounded half up."""
    return str(two_places(value))


def account(figure: Figure) -> list[str]:
    """Say how the need came about, step by step."""
    return [
        f"{_people(figure.people)} marked how important it is and how well it is done today.",
        (
            f"Importance is {score(figure.importance)} of 5 on average. From 1, the least, to 5, "
            f"the most, that is ({score(figure.importance)} − 1) ÷ 4 = {score(figure.weight)} of "
            "the way."
        ),
        (
            f"How well it is done today is {score(figure.performance)} of 5 on average. The gap "
            f"is (5 − {score(figure.performance)}) ÷ 4 = {score(figure.gap)}."
        ),
        (
            f"The need of each person is {score(figure.weight)} × {score(figure.gap)} = "
            f"{score(figure.need_of_each)}."
        ),
        _concerned(figure),
        (
            f"The need is {score(figure.need_of_each)} × {figure.concerned:,} = "
            f"{score(figure.need)}: as much as that many people for whom nothing matters more and "
            "nothing is done worse."
        ),
    ]


def decision_in_words(figure: Figure) -> str:
    """Say what the rule of difficulty, importance and frequency comes to."""
    decision = figure.decision
    if decision is None or figure.difficulty is None or figure.frequency is None:
        return "Too few people said how hard it is and how often it is done for the rule to say."
    return (
        f"Difficulty is {score(figure.difficulty)} ({decision.difficulty.lower()}), "
        f"importance {score(figure.importance)} ({decision.importance.lower()}) and frequency "
        f"{score(figure.frequency)} ({decision.frequency.lower()}); "
        f"{score(HIGH)} or more counts as hard, important and often. {decision.verdict.words}: "
        f"{decision.because[0].lower()}{decision.because[1:]}"
    )


def cause_in_words(figure: Figure) -> list[str]:
    """Say what stands in the way beside skill, and whether that is most of it."""
    if figure.able is None:
        return ["Too few people were asked what else stands in the way."]
    asked = figure.causes[0].people
    named = [
        f"{cause.words}: {cause.named:,} of {asked:,} ({percent(cause.share)})."
        for cause in figure.causes
        if cause.named
    ]
    alone = f"{_people(figure.able)} of {asked:,} named no cause beside skill."
    if not figure.prevailing:
        return [*named, alone, f"No single cause is named by more than {percent(MOST)}."]
    causes = "; ".join(cause.words[0].lower() + cause.words[1:] for cause in figure.prevailing)
    return [*named, alone, f"Training alone will not mend this, most people say: {causes}."]


def seats_in_words(figure: Figure) -> str:
    """Say how many people are to be trained, and why so many."""
    if figure.prevailing:
        return "Nobody is counted as to be trained before the cause is removed."
    if figure.verdict and not figure.verdict.calls_for_training:
        return "Nobody is counted as to be trained, because the rule says otherwise."
    return (
        f"{figure.calling:,} of {figure.people:,} marked importance with {IMPORTANT} or more and "
        f"how well it is done with {LACKING} or less. That share of {figure.concerned:,} people is "
        f"{figure.to_train:,} to train."
    )


def more_in_words(shown: Shown, where: Place) -> list[str]:
    """Say how soon training is needed and whether a rule asks for it, as far as enough said so."""
    soon, ruled = urgency(shown, where), mandated(shown, where)
    return [
        *([f"How soon training is needed is {score(soon)} of 5 on average."] if soon else []),
        *(
            [f"{percent(ruled)} of those who answered say that a rule asks for it."]
            if ruled is not None
            else []
        ),
    ]


def percent(share: Fraction) -> str:
    """Write a share of 1 as whole per cent, rounded half up."""
    whole = (200 * share.numerator + share.denominator) // (2 * share.denominator)
    return f"{whole} %"


def _concerned(figure: Figure) -> str:
    if figure.heads is None:
        return (
            f"Fewer than five heads of departments said how many people it concerns, so the "
            f"{figure.people:,} who marked it stand for them."
        )
    heads = "head of a department" if figure.heads == 1 else "heads of departments"
    return f"It concerns {figure.concerned:,} people, as {figure.heads:,} {heads} said."


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
