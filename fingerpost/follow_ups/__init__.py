"""Work with an owner and a date that came out of a review, a check or a missing response."""
