"""The public site as plain files, by docs/decisions/0016-export.md."""
