"""Addresses of pages that belong to no part."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from fingerpost.core import views

urlpatterns = [
    path("language/", login_not_required(set_language), name="set_language"),
    path("theme.css", views.theme, name="theme"),
    path("logo", views.logo, name="logo"),
    path("health/", views.health, name="health"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help_page, name="help"),
    path("gallery/", views.component_gallery, name="gallery"),
]
