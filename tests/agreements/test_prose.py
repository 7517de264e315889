from agreements.views.prose import rendered


def test_headings_begin_below_the_section_and_never_skip():
    assert rendered("# A\n\n### B\n\n###### C\n\n# D\n\n##### E") == (
        '<h3 id="section-1">A</h3>\n<h4>B</h4>\n<h5>C</h5>\n<h3 id="section-2">D</h3>\n<h4>E</h4>\n'
    )


def test_nothing_but_words_and_structure_comes_out():
    said = rendered(
        "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[go](javascript:alert(1))\n\n"
        "![picture](https://example.org/a.png)\n\n[site](https://example.org)"
    )
    assert (
        "<script" in said,
        "<img" in said,
        'href="javascript' in said,
        '<a href="https://example.org" rel="nofollow noopener noreferrer">site</a>' in said,
    ) == (False, False, False, True)


def test_what_is_to_be_agreed_is_marked():
    assert rendered("until [to be agreed].") == ("<p>until <mark>[to be agreed]</mark>.</p>\n")
