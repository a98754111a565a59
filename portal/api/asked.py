"""How a search is asked for: the same words as in the pages' addresses, checked strictly."""

from typing import Annotated

from fastapi import Query

from portal.asking import QUERY_LENGTH, clean
from search.found import FACETS, Sort

_Values = tuple[Annotated[str, Query(max_length=100)], ...]
_MOST = 10
LAST = 10_000
"""Hits beyond this are not given: whoever wants everything follows the changes."""


class Search:
    """The parameters of a search."""

    def __init__(
        self,
        q: Annotated[
            str,
            Query(max_length=QUERY_LENGTH, description='words; "…" a phrase, -word without it', examples=["ly hôn"]),
        ] = "",
        material_type: Annotated[_Values, Query(max_length=_MOST, examples=[["to-gap"]])] = (),
        topic: Annotated[_Values, Query(max_length=_MOST, examples=[["11"]])] = (),
        popular: Annotated[_Values, Query(max_length=_MOST, examples=[["dat-dai"]])] = (),
        agency: Annotated[_Values, Query(max_length=_MOST, examples=[["thanh-hoa.so-tu-phap"]])] = (),
        place: Annotated[_Values, Query(max_length=_MOST, examples=[["thanh-hoa"]])] = (),
        year: Annotated[_Values, Query(max_length=_MOST, examples=[["2025"]])] = (),
        audience: Annotated[_Values, Query(max_length=_MOST, examples=[["phu-nu"]])] = (),
        law: Annotated[_Values, Query(max_length=_MOST, examples=[["luat-dat-dai-2024"]])] = (),
        validity: Annotated[_Values, Query(max_length=_MOST, examples=[["current"]])] = (),
        language: Annotated[_Values, Query(max_length=_MOST, examples=[["vie"]])] = (),
        activity: Annotated[_Values, Query(max_length=_MOST, examples=[["hoa-giai-co-so"]])] = (),
        sort: Sort = Sort.RELEVANCE,
        offset: Annotated[int, Query(ge=0, le=LAST)] = 0,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> None:
        given = dict(
            zip(
                (
                    "material_type",
                    "topic",
                    "popular",
                    "agency",
                    "place",
                    "year",
                    "audience",
                    "law",
                    "validity",
                    "language",
                    "activity",
                ),
                (material_type, topic, popular, agency, place, year, audience, law, validity, language, activity),
                strict=True,
            )
        )
        self.query = clean(q)
        self.facets = {name: tuple(dict.fromkeys(given[name])) for name in FACETS if given[name]}
        self.sort, self.offset, self.limit = sort, offset, limit

    def pairs(self, offset: int) -> tuple[tuple[str, str], ...]:
        """The same search from another hit on, for an address."""
        chosen = [(name, value) for name, values in self.facets.items() for value in values]
        usual = self.sort is Sort.RELEVANCE
        return (
            ("q", self.query), *chosen, ("sort", "" if usual else self.sort.value), ("offset", str(offset)),
            ("limit", str(self.limit)),
        )  # fmt: skip
