from classifier.similar import Neighbours


def test_a_training_text_is_nearest_to_itself(trained):
    text, label = trained.model.examples[5]
    nearest = Neighbours(trained.model).nearest(text, [label])[0]
    assert (nearest.text, nearest.label) == (text, label)
    assert nearest.closeness > 0.99


def test_as_many_as_asked_for_from_the_nearest_on(trained):
    labels = sorted({label for _, label in trained.model.examples})[:2]
    found = Neighbours(trained.model).nearest("the power is off again", labels, count=4)
    closeness = [one.closeness for one in found]
    assert len(found) == 4
    assert closeness == sorted(closeness, reverse=True)
    assert {one.label for one in found} <= set(labels)


def test_a_second_text_finds_the_same_as_one_that_comes_first(trained):
    labels = sorted({label for _, label in trained.model.examples})
    again = Neighbours(trained.model)
    again.nearest("the lamp is dark", labels)
    assert again.nearest("the power is off again", labels) == Neighbours(trained.model).nearest(
        "the power is off again", labels
    )


def test_nothing_is_near_where_no_text_is_known(trained):
    assert Neighbours(trained.model).nearest("the power is off again", []) == []
    assert Neighbours(trained.model).nearest("the power is off again", ["unheard-of"]) == []
