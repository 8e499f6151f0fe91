"""The plan checks: what a careful second reader would point out."""
