"""Where a model errs, told by variety and agency, and which labels it takes for which."""

from classifier.breakdown import breakdown
from classifier.evaluate import measured


def test_training_tells_where_the_model_errs(trained, texts):
    assert {"varieties", "agencies", "confusions"} <= set(trained.report)
    assert set(trained.report["varieties"]) == {example.variety for example in texts if example.text}
    assert sum(row["n"] for row in trained.report["varieties"].values()) == trained.report["n"]
    assert {"ordinary", "indirect", "hard"} <= set(trained.report["batches"])
    assert sum(row["n"] for row in trained.report["batches"].values()) == trained.report["n"]
    assert sum(row["n"] for row in trained.report["agencies"].values()) == trained.report["n"]


def test_what_is_wrong_is_counted_once(trained, texts):
    known = [example for example in texts if example.text]
    told = measured(trained.model.judge([example.text for example in known]), trained.model, known)
    found = breakdown(told, trained.model, known)
    wrong = sum(one != other for one, other in zip(told.truth, told.said, strict=True))
    assert sum(row["n"] for row in found["confusions"]) == wrong
    assert all(row["label"] != row["taken_for"] for row in found["confusions"])
    assert [row["n"] for row in found["confusions"]] == sorted((row["n"] for row in found["confusions"]), reverse=True)


def test_a_model_that_is_always_right_confuses_nothing(trained, texts):
    known = [example for example in texts if example.text]
    told = measured(trained.model.judge([example.text for example in known]), trained.model, known)
    right = told.part(told.agency_right)
    kept = [example for example, is_right in zip(known, told.agency_right, strict=True) if is_right]
    agencies = breakdown(right, trained.model, kept)["agencies"]
    assert all(row["precision"] == row["recall"] == 1.0 for row in agencies.values())
