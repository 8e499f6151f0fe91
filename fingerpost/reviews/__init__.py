"""The plan review: per period and indicator or key action what was done, what is planned, and the next step."""
