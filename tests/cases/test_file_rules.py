"""What may be attached, by its content; and a picture drawn anew tells nothing of whoever took it."""

import io
import wave
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cases import file_rules
from cases.file_rules import Unreadable, Upload

GPS, ORIENTATION = 0x8825, 0x0112
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(20)


def picture(kind="JPEG", size=(40, 20), **options):
    drawn = io.BytesIO()
    Image.new("RGB", size, "red").save(drawn, kind, **options)
    return drawn.getvalue()


def with_exif():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "A telephone"
    exif.get_ifd(GPS)[2] = (26.0, 13.0, 0.0)
    return picture(exif=exif)


def sound():
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(1600))
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (picture(), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (b"%PDF-1.7\n%...", "application/pdf"),
        (sound(), "audio/wav"),
        (b"OggS" + bytes(40), "audio/ogg"),
        (WEBM, "audio/webm"),
        (bytes(3) + b"\x20ftypM4A " + bytes(40), "audio/mp4"),
        (b"ID3\x03\x00" + bytes(40), "audio/mpeg"),
    ],
)
def test_the_type_is_in_the_content(data, mime):
    assert file_rules.type_of(data) == mime


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00" + bytes(60),
        b"PK\x03\x04" + bytes(40),
        b"<svg/>",
        b"plain",
        b"\x00",
    ],
)
def test_other_types_are_refused_whatever_they_are_called(data):
    assert file_rules.type_of(data) is None
    assert [fault.code for fault in file_rules.faults([Upload("picture.jpg", data)], 0)] == ["file_type"]


def test_what_is_hidden_in_a_picture_is_gone_and_it_stands_upright():
    sent = with_exif()
    kept = file_rules.redrawn(sent, "image/jpeg")
    with Image.open(io.BytesIO(sent)) as before, Image.open(io.BytesIO(kept)) as after:
        assert len(before.getexif()) > 0
        assert len(after.getexif()) == 0
        assert after.size == (before.height, before.width)
    assert b"A telephone" not in kept


def test_what_follows_a_picture_is_gone():
    assert b"<script>" not in file_rules.redrawn(picture() + b"<script>alert(1)</script>", "image/jpeg")


def test_a_large_picture_is_made_smaller():
    kept = file_rules.redrawn(picture(size=(5000, 1000)), "image/jpeg")
    with Image.open(io.BytesIO(kept)) as after:
        assert after.size == (4000, 800)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_seen_through_stays_so(kind):
    drawn = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(drawn, kind)
    with Image.open(io.BytesIO(file_rules.redrawn(drawn.getvalue(), f"image/{kind.lower()}"))) as after:
        assert after.convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("data", [picture()[:200], b"\xff\xd8\xff\xe0" + bytes(50), picture("PNG")[:60]])
def test_half_a_picture_is_refused(data):
    with pytest.raises(Unreadable):
        file_rules.redrawn(data, "image/jpeg")


def outcome(data):
    """What becomes of a picture: `drawn`, or what the library found wrong with it."""
    try:
        return "drawn" if file_rules.redrawn(data, "image/jpeg").startswith(b"\xff\xd8") else "lost"
    except Unreadable as refusal:
        return str(refusal)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("wrong", [0x00, 0x03, 0x7F, 0xFF])
def test_no_byte_of_what_cameras_add_breaks_it(wrong):
    whole = with_exif()
    begin = whole.index(b"Exif")
    outcomes = Counter(
        outcome(whole[:place] + bytes([wrong]) + whole[place + 1 :]) for place in range(begin, begin + 150)
    )
    assert outcomes["lost"] == 0
    assert outcomes["drawn"] >= 140  # a camera that writes nonsense beside its picture has taken a picture all the same


def test_a_picture_of_too_many_pixels_is_refused_unread():
    with pytest.raises(Unreadable):
        file_rules.redrawn(picture("PNG", size=(20_000, 4_000)), "image/png")


def test_how_many_and_how_large():
    one = Upload("a.jpg", picture())
    assert file_rules.faults([one] * 5, 0) == []
    assert [fault.code for fault in file_rules.faults([one] * 2, 4)] == ["too_many_files"]
    assert [fault.code for fault in file_rules.faults([Upload("a", b"")], 0)] == ["empty_file"]
    large = Upload("a", b"%PDF-" + bytes(file_rules.LARGEST))
    assert [fault.code for fault in file_rules.faults([large], 0)] == ["large_file"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("صورة الشارع.jpeg", "صورة الشارع.jpg"),
        ("C:\\Users\\amal\\IMG 1.JPG", "IMG 1.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("invoice.pdf.exe", "invoice.pdf.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("", "file.jpg"),
        ("x" * 300, "x" * 96 + ".jpg"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_it_is(name, kept):
    assert file_rules.clean_name(name, "image/jpeg") == kept


@given(st.text(max_size=200))
def test_no_name_has_folders_or_hidden_signs(name):
    kept = file_rules.clean_name(name, "application/pdf")
    assert kept.endswith(".pdf")
    assert len(kept) <= file_rules.LONGEST_NAME
    assert not set(kept) & set('/\\<>:"|?*\x00\n\u202e\u200f')


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data):
    mime = file_rules.type_of(data)
    if mime:
        try:
            kept = file_rules.redrawn(data, mime)
        except Unreadable:
            return
        assert kept
