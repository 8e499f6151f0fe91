"""The findings of a plan, and what an inspector would ask."""

from __future__ import annotations

from tests.permissions.reporting import reading

EXPECTED = {"checks:findings": reading("plan"), "checks:inspection": reading("plan")}
