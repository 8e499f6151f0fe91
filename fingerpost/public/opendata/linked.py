"""What search engines and catalogues read: schema.org on pages, and a DCAT catalogue of all that was published.

By https://schema.org/Dataset and https://www.w3.org/TR/vocab-dcat-3/. Addresses are whole where it is known where the
site stands, else relative to the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from fingerpost.public.content import Snapshot
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import Publication
from fingerpost.public.opendata.packages import ARCHIVE, FILES, title_of

Node = dict[str, Any]
Where = Callable[[str], str]  # a place below the root -> its address
WHOLE = "plan.json"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def script(nodes: Sequence[Node]) -> SafeString:
    """For a script element: nothing in it can end the element."""
    text = json.dumps(nodes[0] if len(nodes) == 1 else nodes, ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S308  (escaped just here)


def organisation() -> Node:
    return {"@type": "Organization", "name": settings.PARTNERSHIP_NAME}


def breadcrumbs(trail: Iterable[tuple[str, str]], title: str, whole: Where) -> Node:
    """By https://schema.org/BreadcrumbList; the page itself, last, has no address."""
    items = [
        {"@type": "ListItem", "position": place, "name": words, "item": whole(url.removeprefix(ROOT))}
        for place, (words, url) in enumerate(trail, 1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": title})
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def dataset(snapshot: Snapshot, place: str, whole: Where) -> Node:
    """A publication as a data set. `place` is its address below the root."""
    found = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title_of(snapshot),
        "description": snapshot.standing.sentence,
        "url": whole(place),
        "inLanguage": snapshot.language,
        "version": snapshot.version,
        "isAccessibleForFree": True,
        "creator": organisation(),
        "publisher": organisation(),
        "dateCreated": snapshot.built_at.isoformat(),
        "temporalCoverage": f"{snapshot.period.starts}/{snapshot.period.ends}",
        "spatialCoverage": snapshot.plan.area,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "contentUrl": whole(f"{place}data/{name}"),
                "encodingFormat": media_type.split(";")[0],
            }
            for name, media_type in distributions()
        ],
    }
    return found | ({"license": settings.LICENCE} if settings.LICENCE else {})


def distributions() -> list[tuple[str, str]]:
    """Name and media type of every file of data of a publication."""
    return [(ARCHIVE, "application/zip"), *((name, media_type) for name, (media_type, _make) in FILES.items())]


def catalogue(published: Iterable[Publication], areas: Mapping[str, str], whole: Where) -> bytes:
    """The DCAT catalogue as JSON-LD: a data set for each publication. `areas` by the slug of the plan."""
    found = {
        "@context": CONTEXT,
        "@id": f"{whole('data/')}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": settings.PARTNERSHIP_NAME,
        "dct:publisher": {
            "@id": f"{whole('')}#publisher",
            "@type": "foaf:Agent",
            "foaf:name": settings.PARTNERSHIP_NAME,
        },
        "foaf:homepage": {"@id": whole("")},
        "dcat:dataset": [dcat_dataset(one, areas.get(one.plan_slug, ""), whole) for one in published],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def dcat_dataset(row: Publication, area: str, whole: Where) -> Node:
    here, period = whole(row.address), row.of
    found = {
        "@id": f"{here}#data",
        "@type": "dcat:Dataset",
        "dct:title": f"{row.title}, {period.label}",
        "dct:identifier": f"{row.plan_slug}/{row.period}/{row.version}",
        "dct:issued": {"@value": row.published_at.isoformat() if row.published_at else "", "@type": "xsd:dateTime"},
        "dct:publisher": {"@id": f"{whole('')}#publisher"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": period.start.isoformat(), "@type": "xsd:date"},
            "dcat:endDate": {"@value": period.end.isoformat(), "@type": "xsd:date"},
        },
        "dcat:version": str(row.version),
        "dcat:landingPage": {"@id": here},
        "dcat:distribution": [dcat_distribution(name, kind, here, row.sha256) for name, kind in distributions()],
    }
    if area:
        found["dct:spatial"] = {"@type": "dct:Location", "dct:title": area}
    if row.notice:
        found["dcat:versionNotes"] = row.notice
    if settings.LICENCE:
        found["dct:license"] = {"@id": settings.LICENCE}
    return found


def dcat_distribution(name: str, media_type: str, here: str, sha256: str) -> Node:
    """`sha256` is that of the publication: its JSON file is the very text that it is of."""
    found = {
        "@id": f"{here}data/{name}",
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:downloadURL": {"@id": f"{here}data/{name}"},
        "dcat:mediaType": {
            "@id": f"https://www.iana.org/assignments/media-types/{media_type.split(';', maxsplit=1)[0]}"
        },
    }
    if name == WHOLE:
        found["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": sha256, "@type": "xsd:hexBinary"},
        }
    return found
