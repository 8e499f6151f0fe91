"""A format-neutral document, with readers that make it from files and writers that make files from it.

This part stands alone: it imports no Django and knows no plan. `readers.read(...)` turns a file into a
`Document`; `writers.write(...)` turns a `Document` into a file.
"""
