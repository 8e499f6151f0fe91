"""The outbox: mails as rows, handed over once by `fingerpost tick`, with a log of what became of each."""
