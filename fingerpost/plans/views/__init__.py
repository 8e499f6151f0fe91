"""The pages on which coordinators edit plans."""
