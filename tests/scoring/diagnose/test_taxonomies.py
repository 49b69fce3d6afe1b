"""One table maps our sub-types to published taxonomies: every name there is one that the published set has."""

from __future__ import annotations

import pytest

from mmbench.benchmarks import errorradar, verify_then_generate
from mmbench.scoring.diagnose.taxonomies import SUBTYPES, TAXONOMIES, published

NAMES = {
    "errorradar": set(errorradar.CATEGORIES),
    "verify_then_generate": set(verify_then_generate.CATEGORIES),
    "mm_math": {"diagram misinterpretation", "reasoning", "calculation", "text condition misunderstood"},
    "wemath": {"insufficient knowledge", "inadequate generalization"},
    "visonlyqa": {"perception", "reasoning"},
}


@pytest.mark.parametrize("taxonomy", TAXONOMIES)
def test_every_sub_type_has_a_category_of_the_published_set(taxonomy: str) -> None:
    given = {published(subtype, taxonomy) for subtype in SUBTYPES}
    assert given == NAMES[taxonomy]


def test_types_agree_where_the_published_set_has_them() -> None:
    for subtype, row in SUBTYPES.items():
        assert (row.errorradar == "Calculation error") == (row.kind == "calculation"), subtype
        assert (row.visonlyqa == "perception") == (row.errorradar == "Visual perception error"), subtype
        if row.errorradar in ("Visual perception error", "Misinterpretation of the question"):
            assert row.kind == "misreading", subtype


def test_unknown_names_are_refused_with_what_is_known() -> None:
    with pytest.raises(ValueError, match=r"no sub-type 'typo'.*Known sub-types: arithmetic"):
        published("typo", "errorradar")
    with pytest.raises(ValueError, match="taxonomies: errorradar"):
        published("arithmetic", "typo")
