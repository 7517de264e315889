"""How many people of each city are to be trained in what."""

from __future__ import annotations

from training.disclosure import Place
from training.models import Assessment
from training.results.gaps.counting import gather


def people_to_train(assessment: Assessment) -> dict[tuple[int, int], int]:
    """The people whose gap calls for training, by the keys of topic and city; nobody is left out.

    Of the people whom a topic concerns in a city, the share of those who answered whose own marks
    call for training; none where the rule of difficulty, importance and frequency says otherwise
    or most name a cause that training does not mend. Only groups of five and more are in it, so
    that it may be shown to whoever may see results. Three statements.
    """
    gathered = gather(assessment)
    found = {}
    for topic in gathered.topics:
        for place in gathered.shown[topic.pk].cities():
            figure = gathered.figure(topic, Place(city=place))
            if figure and figure.to_train:
                found[topic.pk, place] = figure.to_train
    return found
