"""The read API: what was published, as JSON for programs. Decided in docs/decisions/0018-read-api.md."""
