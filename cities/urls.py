"""Addresses of the members and their people."""

from django.urls import path

from cities.views import calendar, holidays, invitations, organisations, people

app_name = "cities"
urlpatterns = [
    path("cities/", organisations.index, name="index"),
    path("cities/add/", organisations.add_body, name="add_body"),
    path("cities/<slug:slug>/", organisations.organisation, name="organisation"),
    path("cities/<slug:slug>/departments/", organisations.add_department, name="add_department"),
    path("cities/<slug:slug>/meetings/", calendar.meetings, name="meetings"),
    path("cities/<slug:slug>/meetings/enter/", calendar.enter, name="enter_meeting"),
    path("cities/<slug:slug>/meetings/plan/", calendar.plan, name="plan_meetings"),
    path("cities/<slug:slug>/meetings/<int:pk>/", calendar.change, name="change_meeting"),
    path("cities/<slug:slug>/meetings/<int:pk>/cancel/", calendar.cancel, name="cancel_meeting"),
    path("cities/<slug:slug>/days-off/", holidays.index, name="holidays"),
    path("cities/<slug:slug>/days-off/<int:pk>/remove/", holidays.remove, name="remove_holiday"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", people.revoke, name="revoke"),
    path("people/offices/<int:pk>/end/", people.end_office, name="end_office"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
