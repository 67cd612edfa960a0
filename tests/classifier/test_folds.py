from collections import defaultdict

from classifier.examples import Example
from classifier.folds import by_batch, held_out


def texts(*groups):
    return [Example(f"text {n}", label, "en", group=group) for group in groups for label in "ab" for n in range(4)]


def test_no_batch_is_on_both_sides():
    examples = texts("ewa-1", "ewa-2", "ewa-3", "mow-1", "mow-2", "mow-3")
    folds = defaultdict(set)
    for example, fold in zip(examples, held_out(examples, 3), strict=True):
        folds[example.group].add(int(fold))
    assert all(len(found) == 1 for found in folds.values())
    assert {min(found) for found in folds.values()} == {0, 1, 2}
    assert by_batch(examples)


def test_a_single_batch_is_dealt_out_evenly():
    examples = texts("ewa-1")
    folds = held_out(examples, 4).tolist()
    assert sorted(folds) == [0, 0, 1, 1, 2, 2, 3, 3]
    assert not by_batch(examples)


def test_dealing_is_the_same_every_time():
    assert held_out(texts(None), 3).tolist() == held_out(texts(None), 3).tolist()


def test_all_batches_of_one_author_are_on_one_side():
    examples = texts("plain-1", "everyday-a-1", "everyday-a-2", "everyday-b-1", "everyday-b-2")
    folds = defaultdict(set)
    for example, fold in zip(examples, held_out(examples, 3), strict=True):
        folds[example.group].add(int(fold))
    assert folds["everyday-a-1"] == folds["everyday-a-2"] != folds["everyday-b-1"] == folds["everyday-b-2"]
