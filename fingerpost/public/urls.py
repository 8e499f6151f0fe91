"""Addresses of the public site, below /public/, by docs/decisions/0015-publications.md."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from fingerpost.public.views import public

app_name = "public"
ROOT = "public/"
PERIOD = r"(?P<year>\d{4}(?:-\d{2})?)/(?P<part>year|h[12]|q[1-4]|m\d{1,2})/(?P<plan>[-\w]+)/"
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
    return found


urlpatterns = [
    path(ROOT, public.home, name="home"),
    *of_plans(),
]
