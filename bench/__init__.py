"""Honest timings: `make bench` fills a database of its own and prints ratios measured side by side in one run."""
