"""Addresses of mail: the ledger, one's own messages, preferences."""

from django.urls import path

from notifications.views import (
    absences,
    addresses,
    bounces,
    calendar,
    clockwork,
    ladders,
    ledger,
    letters,
    muting,
    notices,
    own,
)

app_name = "notifications"
urlpatterns = [
    path("messages/", ledger.index, name="ledger"),
    path("messages/mine/", own.mine, name="mine"),
    path("messages/mine/read/", own.read_all, name="read_all"),
    path("messages/muted/<int:pk>/lift/", muting.unmute, name="unmute"),
    path("messages/muted/<slug:sort>/<str:key>/", muting.mute, name="mute"),
    path("messages/calendar/", calendar.calendar, name="calendar"),
    path("messages/calendar/make/", calendar.make_calendar, name="make_calendar"),
    path("messages/calendar/give-up/", calendar.give_up_calendar, name="give_up_calendar"),
    path("calendar/<str:token>/deadlines.ics", calendar.calendar_feed, name="calendar_feed"),
    path("messages/preferences/", own.preferences, name="preferences"),
    path("messages/away/", absences.away, name="away"),
    path("messages/away/<int:pk>/back/", absences.back, name="back"),
    path("messages/unsubscribe/<str:token>/", own.unsubscribe, name="unsubscribe"),
    path("messages/clockwork/", clockwork.index, name="clockwork"),
    path("messages/clockwork/release/", clockwork.release, name="release"),
    path("messages/send-again/", clockwork.send_all_again, name="send_all_again"),
    path("messages/letters/", letters.index, name="letters"),
    path("messages/letters/<slug:letter>/", letters.letter, name="letter"),
    path("messages/letters/<slug:letter>/standard/", letters.standard, name="standard_letter"),
    path("messages/bounces/<slug:provider>/", bounces.bounces, name="bounces"),
    path("messages/addresses/", addresses.index, name="addresses"),
    path("messages/addresses/<int:pk>/try/", addresses.try_again, name="try_address"),
    path("messages/<int:pk>/", ledger.message, name="message"),
    path("messages/<int:pk>/unread/", own.keep_unread, name="keep_unread"),
    path("messages/<int:pk>/send-again/", ledger.send_again, name="send_again"),
    path("rounds/<slug:slug>/reminders/", ladders.index, name="ladders"),
    path("rounds/<slug:slug>/reminders/<slug:kind>/", ladders.ladder, name="ladder"),
    path(
        "rounds/<slug:slug>/reminders/<slug:kind>/standard/",
        ladders.standard_ladder,
        name="standard_ladder",
    ),
    path("rounds/<slug:slug>/notices/", notices.index, name="notices"),
    path(
        "rounds/<slug:slug>/notices/wording/<slug:readers>/<slug:outcome>/",
        notices.wording,
        name="notice_wording",
    ),
    path(
        "rounds/<slug:slug>/notices/wording/<slug:readers>/<slug:outcome>/standard/",
        notices.standard_wording,
        name="standard_wording",
    ),
    path(
        "rounds/<slug:slug>/notices/<slug:readers>/<slug:about>/<int:person>/",
        notices.notice,
        name="notice",
    ),
    path(
        "rounds/<slug:slug>/notices/<slug:readers>/<slug:about>/<int:person>/hold/",
        notices.hold,
        name="hold_notice",
    ),
    path(
        "rounds/<slug:slug>/notices/<slug:readers>/<slug:about>/<int:person>/let-go/",
        notices.let_go,
        name="let_go_notice",
    ),
]
