"""Addresses of pages that belong to no part."""

from __future__ import annotations

from django.urls import path

from fingerpost.core import views

urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("logo", views.logo, name="logo"),
    path("health/", views.health, name="health"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help_page, name="help"),
    path("gallery/", views.component_gallery, name="gallery"),
]
