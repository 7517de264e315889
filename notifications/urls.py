"""Addresses of mail: the ledger, one's own messages, preferences."""

from django.urls import path

from notifications.views import ledger, own

app_name = "notifications"
urlpatterns = [
    path("messages/", ledger.index, name="ledger"),
    path("messages/mine/", own.mine, name="mine"),
    path("messages/preferences/", own.preferences, name="preferences"),
    path("messages/unsubscribe/<str:token>/", own.unsubscribe, name="unsubscribe"),
    path("messages/<int:pk>/", ledger.message, name="message"),
    path("messages/<int:pk>/send-again/", ledger.send_again, name="send_again"),
]
