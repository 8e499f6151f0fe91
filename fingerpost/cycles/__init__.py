"""The reporting cycle: who is asked, what they answer, who is chased, who approves."""
