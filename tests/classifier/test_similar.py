from classifier.similar import Neighbours


def test_a_training_text_is_nearest_to_itself(trained):
    text, label = trained.model.examples[5]
    nearest = Neighbours(trained.model).nearest([text])[0][0]
    assert (nearest.text, nearest.label) == (text, label)
    assert nearest.closeness > 0.99


def test_as_many_as_asked_for_from_the_nearest_on(trained):
    (found,) = Neighbours(trained.model).nearest(["the power is off again"], count=4)
    closeness = [one.closeness for one in found]
    assert len(found) == 4
    assert closeness == sorted(closeness, reverse=True)


def test_nothing_is_near_to_no_text(trained):
    assert Neighbours(trained.model).nearest([]) == []
