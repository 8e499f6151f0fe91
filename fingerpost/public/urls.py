"""Addresses of the public site, below /public/, by docs/decisions/0015-publications.md."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path, re_path

from fingerpost.public import general
from fingerpost.public.site import GENERATED, Site
from fingerpost.public.views import letters, opendata, public

app_name = "public"
ROOT = "public/"
YEAR = r"(?P<year>\d{4}(?:-\d{2})?)"
PART = r"(?P<part>year|h[12]|q[1-4]|m\d{1,2})"
PERIOD = rf"{YEAR}/{PART}/(?P<plan>[-\w]+)/"
STARTS = {  # what stands before the pages of a plan -> how their names begin
    f"{ROOT}{PERIOD}": "",
    f"{ROOT}{PERIOD}version-(?P<version>[0-9]+)/": "version-",
    rf"{ROOT}latest/(?P<plan>[-\w]+)/": "latest-",
}
ITEMS = {  # kind -> what stands before its slug
    "outcome": "outcomes",
    "action": "actions",
    "indicator": "indicators",
}


def of_plans() -> list[URLPattern]:
    found: list[URLPattern] = []
    for start, name in STARTS.items():
        found.append(re_path(f"^{start}$", public.plan, name=f"{name}plan"))
        for kind, folder in ITEMS.items():
            item = rf"^{start}{folder}/(?P<slug>[-\w]+)/$"
            found.append(re_path(item, public.item, {"kind": kind}, name=f"{name}{kind}"))
        found.append(re_path(rf"^{start}files/(?P<name>[-\w.]+)$", public.file, name=f"{name}file"))
        found.append(re_path(rf"^{start}data/(?P<name>[-\w.]+)$", opendata.data, name=f"{name}data"))
    return found


GENERAL: dict[str, Callable[[Site], str]] = {
    "": lambda site: general.home(site.latest, site.news),
    "news/": lambda site: general.news(site.news),
    "archive/": lambda site: general.archive(site.publications),
    "compare/": lambda site: general.compare_index(site.publications),
    "localities/": lambda site: general.localities(site.latest),
    "groups/": lambda site: general.groups(site.last_built),
    "what-we-publish/": lambda site: general.what_we_publish(site.publications),
    "about-the-data/": lambda _site: general.about_the_data(),
    "data/": lambda site: general.data(site.latest, site.publications),
    "accessibility/": lambda _site: general.accessibility(),
}
NAMES = {"": "home", "data/": "downloads"}  # "data" is a file of a publication
urlpatterns = [
    *(
        path(f"{ROOT}{place}", public.general_page, {"page": page}, name=NAMES.get(place) or place.strip("/"))
        for place, page in GENERAL.items()
    ),
    *(path(f"{ROOT}{name}", opendata.generated, {"name": name}, name=name) for name in GENERATED),
    path("robots.txt", opendata.robots, name="robots.txt"),
    path(f"{ROOT}news/<slug:slug>/", public.news_item, name="news-item"),
    path(f"{ROOT}search/", public.search, name="search"),
    path(f"{ROOT}contact/", letters.write, {"name": "contact"}, name="contact"),
    path(f"{ROOT}rate/", letters.write, {"name": "rate"}, name="rate"),
    path(f"{ROOT}thanks/", letters.thanks, name="thanks"),
    path(f"{ROOT}compare/<slug:plan>/<slug:earlier>/<slug:later>/", public.compare, name="compare-two"),
    path(f"{ROOT}embed/<slug:plan>/outcomes/<slug:slug>/", public.embed, {"kind": "outcome"}, name="embed-outcome"),
    path(
        f"{ROOT}embed/<slug:plan>/indicators/<slug:slug>/", public.embed, {"kind": "indicator"}, name="embed-indicator"
    ),
    re_path(rf"^{ROOT}{YEAR}/$", public.year, name="year"),
    re_path(rf"^{ROOT}{YEAR}/{PART}/$", public.period, name="period"),
    *of_plans(),
]
