"""Brings a paper with a plan review into a plan.

`packing` keeps what was recognised, `comparing` holds it against the plan, `applying` puts in what was chosen.
"""
