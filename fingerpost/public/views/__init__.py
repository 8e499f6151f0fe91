"""Views: the public site, and the pages on which coordinators publish."""
