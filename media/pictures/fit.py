"""The size at which a picture is shown in a box."""


def fit_within(width: int, height: int, most_width: int, most_height: int) -> tuple[int, int]:
    """`width` and `height` made smaller until both fit, in the same proportion; never larger, never nothing."""
    scale = min(1.0, most_width / width, most_height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))
