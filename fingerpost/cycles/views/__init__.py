"""The pages of reporting cycles, a module for each reader."""
