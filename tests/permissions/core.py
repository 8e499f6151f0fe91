from tests.permissions import gets, posts

EXPECTED = {
    "theme": gets("200 200 200 200 200"),
    "logo": gets("404 404 404 404 404"),  # none is set in tests
    "health": gets("200 200 200 200 200"),
    "accessibility": gets("200 200 200 200 200"),
    "help": gets("200 200 200 200 200"),
    "set_language": posts("302 302 302 302 302", language="en-gb"),
    "gallery": gets("302 200 200 200 200"),
}
