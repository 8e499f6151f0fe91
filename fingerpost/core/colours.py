"""Contrast between colours, by WCAG 2.2."""

from __future__ import annotations


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 (black) to 1 (white)."""
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """1 (white itself) to 21 (black); text needs 4.5."""
    return 1.05 / (luminance(colour) + 0.05)


def theme_css(colour: str) -> str:
    """The style sheet that gives every page the partnership's colour."""
    return f":root{{--fp-colour:{colour}}}\n"
