"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from fingerpost.mail import views

app_name = "mail"
urlpatterns = [
    path("mail/", views.log, name="log"),
    path("mail/test/", views.testing, name="test"),
    path("mail/<slug:slug>/", views.message, name="message"),
    path("mail/<slug:slug>/again/", views.again, name="again"),
    path("mail/<slug:slug>/arrived/", views.arrived, name="arrived"),
    path("mailbox/", views.box, name="box"),
    path("mailbox/<slug:name>/", views.letter, name="letter"),
]
