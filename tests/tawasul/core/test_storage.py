"""Files in a folder: whole or absent, and nowhere else."""

import pytest

from tawasul.core.storage import Folder, Missing, new_key


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "files")


def test_what_was_put_is_got_and_deleted(folder):
    key = new_key("kept")
    folder.put(key, b"one")
    folder.put(key, b"two")
    assert folder.get(key) == b"two"
    folder.delete(key)
    folder.delete(key)
    with pytest.raises(Missing):
        folder.get(key)


@pytest.mark.parametrize("key", ["../passwd", "kept/../../x", "/etc/passwd", "kept/" + "A" * 32, "kept", ""])
def test_a_key_leads_nowhere_else(folder, key):
    for act in (folder.get, folder.delete, lambda key: folder.put(key, b"x")):
        with pytest.raises(ValueError, match="bad key"):
            act(key)


def test_a_write_that_broke_off_leaves_what_was_there(folder, monkeypatch):
    key = new_key("kept")
    folder.put(key, b"one")
    monkeypatch.setattr("tawasul.core.storage.os.fsync", _breaks)
    with pytest.raises(OSError, match="no space"):
        folder.put(key, b"two")
    assert folder.get(key) == b"one"


def _breaks(number):
    raise OSError("no space")
