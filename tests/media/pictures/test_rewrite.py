"""What is stored of a picture is its pixels: of eight bits, in sRGB, upright, and nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps

from media.bounded.errors import FileRefusedError
from media.pictures.colour import eight_bits, in_srgb
from media.pictures.rewrite import rewrite
from media.problems import PictureProblem
from tests.media.pictures.odd_pictures import (
    MARKS,
    SENTINEL,
    exif,
    odd_pictures,
    painted,
    png,
    swapped_profile,
    written,
)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def rewritten(data: bytes, **options: int) -> Image.Image:
    return opened(rewrite(data, **options)[1])


def apart(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of two pictures, of 255."""
    assert (one.mode, one.size) == (other.mode, other.size)
    bands = ImageChops.difference(one, other).getextrema()
    return max(most for _least, most in (bands if isinstance(bands[0], tuple) else [bands]))


def test_each_odd_picture_is_written_bare_or_refused_with_its_reason():
    for odd in odd_pictures().values():
        if odd.problem:
            with pytest.raises(FileRefusedError) as refused:
                rewrite(odd.data, longest=3200)
            assert refused.value.problem == odd.problem, odd.name
            # Its sentence names the limit.
            assert refused.value.about.isdigit() == (odd.problem == PictureProblem.TOO_MANY_PIXELS), odd.name
            continue
        answer, data = rewrite(odd.data, longest=3200)
        assert answer == {"format": odd.format, "width": odd.size[0], "height": odd.size[1]}, odd.name
        picture = opened(data)
        picture.load()
        assert [mark for mark in MARKS if mark in data] == [], odd.name
        assert not picture.getexif(), odd.name
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background",
                                     "duration", "timestamp"}, (odd.name, picture.info)  # fmt: skip
        assert picture.mode in ("L", "RGB", "RGBA"), odd.name


def test_whatever_way_the_camera_was_held_the_picture_is_upright():
    for orientation in range(1, 9):
        turned = written(painted(), "PNG", exif=exif(orientation))
        assert apart(rewritten(turned), ImageOps.exif_transpose(opened(turned))) == 0, orientation


def test_colours_are_those_that_the_profile_says():
    red = Image.new("RGB", (8, 8), "#ff0000")
    for format_ in ("JPEG", "PNG", "WEBP"):
        seen = rewritten(written(red, format_, icc_profile=swapped_profile())).convert("RGB").getpixel((4, 4))
        assert seen[1] > 240, format_
        assert seen[0] < 60, format_
    half = red.convert("RGBA")
    half.putalpha(128)
    assert rewritten(written(half, "PNG", icc_profile=swapped_profile())).getpixel((4, 4))[1:] == (255, 0, 128)


def test_a_profile_that_is_broken_of_another_kind_or_srgb_itself_changes_nothing():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = written(painted("L"), "PNG", icc_profile=swapped_profile())
    assert apart(rewritten(grey), painted("L")) == 0
    for profile in (srgb, b"not a profile", swapped_profile()[:200]):
        assert apart(rewritten(written(painted(), "PNG", icc_profile=profile)), painted()) == 0


def test_more_than_eight_bits_are_scaled_and_not_clipped():
    for value, seen in ((0, 0), (257, 1), (32_896, 128), (40_000, 156), (65_535, 255)):
        assert rewritten(written(Image.new("I;16", (4, 4), value), "PNG")).getpixel((1, 1)) == seen
    assert rewritten(png(4, 4, 16, 6, bytes.fromhex("ffff8000000080ff") * 4)).getpixel((1, 1)) == (255, 128, 0, 128)
    wide = Image.new("I", (2, 1))
    wide.putpixel((1, 0), 1_000_000)
    light = Image.new("F", (2, 1))
    light.putpixel((1, 0), 1.0)
    for picture in (wide, light):
        assert [eight_bits(picture).getpixel((x, 0)) for x in (0, 1)] == [0, 255]


def test_colours_of_print_and_of_laboratories_become_those_of_screens():
    ink = rewritten(written(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"))
    assert ink.mode == "RGB"
    assert ink.getpixel((4, 4))[0] > 200
    assert in_srgb(Image.new("LAB", (2, 2), (255, 128, 128)), None).getextrema()[1] == (255, 255)


def test_what_is_lossless_stays_exact_and_what_is_transparent_hides_nothing():
    picture = painted("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size).point(lambda alpha: 0 if alpha < 90 else alpha))
    for format_, options in (("PNG", {}), ("WEBP", {"lossless": True, "exact": True})):
        seen = rewritten(written(picture, format_, **options)).convert("RGBA")
        assert apart(seen.getchannel("A"), picture.getchannel("A")) == 0
        for x, y in ((3, 3), (59, 39)):
            expected = picture.getpixel((x, y)) if picture.getpixel((x, y))[3] else (0, 0, 0, 0)
            assert seen.getpixel((x, y)) == expected, format_


def test_a_jpeg_is_written_as_finely_as_it_was():
    for quality in (40, 75, 96):
        source = written(painted(size=(300, 200)), "JPEG", quality=quality, comment=SENTINEL)
        answer, data = rewrite(source)
        assert answer["format"] == "JPEG"
        assert opened(data).quantization == opened(source).quantization
        assert apart(opened(data), opened(source)) <= 24
