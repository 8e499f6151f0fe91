"""The findings of a plan."""

from __future__ import annotations

from tests.permissions.reporting import reading

EXPECTED = {"checks:findings": reading("plan")}
