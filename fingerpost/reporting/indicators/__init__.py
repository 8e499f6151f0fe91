"""Indicators: their figures, status and trend.

`values` fetches, `figures` rolls up to longer periods, `status` and `trend` judge, `explanation` puts it into words.
Pages, papers and exports get figures from `values` alone: what must be withheld is withheld there.
"""
