"""Charts: time runs in reading direction, a month without data is a gap, and the axis fits what it shows."""

import pytest

from web.board.charts import HEIGHT, Month, axis, share, spark, trend

TARGET = 9_900


def months(*rates: int | None) -> list[Month]:
    return [Month(rate, rate, 0 if rate is None else 100) for rate in rates]


def test_time_runs_in_reading_direction():
    english = trend(months(9_900, 9_950), TARGET, mirrored=False)
    arabic = trend(months(9_900, 9_950), TARGET, mirrored=True)
    assert [dot.x for dot in english.dots] == [250.0, 750.0]
    assert [dot.x for dot in arabic.dots] == [750.0, 250.0]
    assert [dot.y for dot in english.dots] == [dot.y for dot in arabic.dots]


def test_a_month_without_data_is_a_gap_and_no_nought():
    drawn = trend(months(9_900, None, 10_000), TARGET, mirrored=False)
    assert drawn.rates == ["166.7,100.0", "833.3,0.0"]
    assert len(drawn.dots) == 2


def test_nothing_at_all_draws_the_target_alone():
    drawn = trend(months(None, None), TARGET, mirrored=False)
    assert (drawn.rates, drawn.gross, drawn.dots, drawn.below) == ([], [], [], 0)
    assert drawn.target == HEIGHT / 2


def test_a_month_below_the_target_is_marked_and_counted():
    drawn = trend(months(9_899, 9_900), TARGET, mirrored=False)
    assert [dot.below for dot in drawn.dots] == [True, False]
    assert drawn.below == 1


def test_the_second_line_shows_the_rate_without_pauses():
    drawn = trend([Month(9_950, 9_850, 7)], TARGET, mirrored=False)
    assert (drawn.rates, drawn.gross) == (["500.0,50.0"], ["500.0,150.0"])


@pytest.mark.parametrize(
    ("lowest", "bottom"),
    [
        (9_850, 9_800),  # all within two points: a tenth of a point is seen
        (9_799, 9_500),  # just below the narrowest axis
        (8_853, 8_000),
        (3_333, 0),
        (0, 0),  # nothing kept at all has a place too
    ],
)
def test_the_axis_is_the_narrowest_on_which_all_have_a_place(lowest, bottom):
    assert axis([lowest, 9_990])[0] == bottom


def test_marks_run_from_the_whole_down_to_the_end_of_the_axis():
    drawn = trend(months(9_000), TARGET, mirrored=False)
    assert drawn.marks == [10_000, 9_800, 9_600, 9_400, 9_200, 9_000]
    assert (drawn.grid[0], drawn.grid[-1]) == (0.0, HEIGHT)


@pytest.mark.parametrize(
    ("count", "greatest", "length"),
    [
        (5, 10, 50.0),
        (0, 10, 0.0),
        (1, 10_000, 1.0),  # what is not nothing can be seen
        (0, 0, 0.0),  # nothing anywhere
    ],
)
def test_a_bar_is_as_long_as_its_share_of_the_longest(count, greatest, length):
    assert share(count, greatest) == length


def test_a_small_line_runs_in_reading_direction_on_a_common_axis():
    assert spark([10_000, 9_800], 9_800, mirrored=False) == ["25.0,1.0 75.0,19.0"]
    assert spark([10_000, 9_800], 9_800, mirrored=True) == ["75.0,1.0 25.0,19.0"]
    assert spark([10_000, 9_800], 9_600, mirrored=False) == ["25.0,1.0 75.0,10.0"]


def test_a_month_alone_between_gaps_is_a_dot_of_a_small_line():
    assert spark([None, 9_900, None], 9_800, mirrored=False) == ["50.0,10.0 50.0,10.0"]
    assert spark([None, None], 9_800, mirrored=False) == []
