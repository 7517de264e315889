"""What the cities ask for, added up."""

from django.db.models import Sum

from training.models import SeatRequest


def asked() -> dict[tuple[int, int], int]:
    """Count, by topic and city, the seats that are asked for and not met. Costs one query."""
    rows = SeatRequest.objects.open().order_by().values_list("topic", "city")
    return {(topic, city): seats for topic, city, seats in rows.annotate(seats=Sum("people"))}
