from classifier.corpus_rules import table


def test_a_line_for_each_category_in_the_order_given(written):
    rows = [
        written("bill"),
        written("فاتورة", variety="msa"),
        written("bijli ka bill", variety="hindi"),
        written("hi", None),
    ]
    lines = table.page(rows, {"ewa-meter": "EWA", "ewa-bill": "EWA"}).splitlines()
    assert lines[-2:] == [
        "| EWA | `ewa-meter` | 0 | 0 | 0 | 0 | 0 | 0 |",
        "| EWA | `ewa-bill` | 0 | 1 | 1 | 0 | 1 | 3 |",
    ]


def test_what_is_nothing_to_sort_counts_among_the_texts_only(written):
    page = table.page([written("bill", kind="inquiry"), written("hi", None)], {})
    assert "| texts | 2 |" in page
    assert "| of the kind inquiry | 1 (100.0%) |" in page
    assert "| under 12 words | 1 |" in page
