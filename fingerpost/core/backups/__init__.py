"""The whole installation as one file, and back: database, kept files, and a manifest that can prove every byte."""
