"""From whatever a file holds to eight bits of grey or sRGB, with transparency where there is any."""

from io import BytesIO

from PIL import Image, ImageCms

# How far colours may be apart, of 255, for two profiles to count as one: their rounding.
_SAME = 1
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}
_WIDE = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_ALPHA = {"LA", "La", "PA", "RGBa", "RGBA"}


def eight_bits(picture: Image.Image) -> Image.Image:
    """The same picture as L, RGB, RGBA, CMYK or LAB: what has more bits is scaled, not clipped."""
    if picture.mode in _WIDE:
        return _scaled(picture)
    if picture.mode in _ALPHA or picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in _SPACES else picture.convert("RGB")


def _scaled(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits by its range; of 32 bits or floating point, which have none, by what the picture holds."""
    if picture.mode == "F":
        least, most = (float(bound) for bound in picture.getextrema())  # type: ignore[arg-type]  # of one band
        scale = 255 / ((most - least) or 1)
        return picture.point(lambda value: value * scale - least * scale).convert("L")
    whole = picture.convert("I")
    least, most = (float(bound) for bound in whole.getextrema())  # type: ignore[arg-type]  # of one band
    if picture.mode == "I" and (most > 65535 or least < 0):
        scale = 255 / ((most - least) or 1)
        return whole.point(lambda value: value * scale - least * scale).convert("L")
    return whole.point(lambda value: value * (1 / 257) + 0.5).convert("L")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours in sRGB: through `profile` where the file has one that is of its kind of colour."""
    if picture.mode == "RGBA":
        opaque = in_srgb(picture.convert("RGB"), profile)
        opaque.putalpha(picture.getchannel("A"))
        return opaque
    source = _profile(picture.mode, profile)
    if source is None:
        return picture.convert("RGB") if picture.mode == "CMYK" else picture
    coloured = _converted(picture, source)
    return coloured.convert("L") if picture.mode == "L" else coloured


def _profile(mode: str, profile: bytes | None) -> ImageCms.ImageCmsProfile | None:
    """The profile of a picture, or none: what is broken, or of other colours, says nothing about these."""
    if mode == "LAB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    if not profile:
        return None
    try:
        found = ImageCms.ImageCmsProfile(BytesIO(profile))
        if found.profile.xcolor_space.strip() != _SPACES[mode] or (mode == "RGB" and _is_srgb(found)):
            return None
        _converted(Image.new(mode, (1, 1)), found)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return found


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    """Whether it leaves colours as they are, so that what is lossless stays exact."""
    colours = (85 * (number // 4**channel % 4) for number in range(64) for channel in (0, 1, 2))
    lattice = Image.frombytes("RGB", (64, 1), bytes(colours))
    moved = _converted(lattice, profile)
    return all(abs(a - b) <= _SAME for a, b in zip(lattice.tobytes(), moved.tobytes(), strict=True))


def _converted(picture: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    found = ImageCms.profileToProfile(
        picture,
        source,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if found is None:
        raise ImageCms.PyCMSError("nothing was converted")
    return found
