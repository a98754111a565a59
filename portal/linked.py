"""Descriptions by schema.org for search engines and other portals, as JSON-LD. Pure."""

from collections.abc import Sequence

from portal import labels
from portal.document import Asked, Document
from schemas.laws import Law

_CONTEXT = "https://schema.org"
_FORCE = {"in_force": "InForce", "expired": "NotInForce", "not_yet": "NotInForce"}


def website(name: str, address: str) -> dict[str, object]:
    """The portal with its search."""
    target = {"@type": "EntryPoint", "urlTemplate": f"{address}/tim-kiem?q={{q}}"}
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=q"}
    return {
        "@context": _CONTEXT, "@type": "WebSite", "name": name, "url": f"{address}/", "inLanguage": "vi",
        "potentialAction": action,
    }  # fmt: skip


def digital_document(of: Document, *, page: str, permanent: str, base: str) -> dict[str, object]:
    """One document."""
    files = (
        [{"@type": "MediaObject", "contentUrl": base + of.pdf, "encodingFormat": "application/pdf"}] if of.pdf else []
    )
    facts: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "DigitalDocument",
        "@id": permanent,
        "url": page,
        "name": of.title,
        "genre": of.kind,
        "inLanguage": of.language,
        "identifier": [permanent, *([of.number] if of.number else [])],
        "publisher": {"@type": "GovernmentOrganization", "name": of.issuer} if of.issuer else None,
        "dateCreated": of.issued,
        "datePublished": of.published,
        "dateModified": of.changed,
        "numberOfPages": len(of.pages),
        "version": str(of.version),
        "isAccessibleForFree": True,
        "thumbnailUrl": base + of.thumb if of.thumb else None,
        "encoding": files or None,
        "about": [{"@type": "Thing", "name": labels.label("popular", one)} for one in of.popular] or None,
        "mentions": [
            {"@type": "Legislation", "name": law.name, "legislationIdentifier": law.number or law.id} for law in of.laws
        ]
        or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def legislation(law: Law, state: str, *, page: str) -> dict[str, object]:
    """One act as the register knows it."""
    facts: dict[str, object | None] = {
        "@context": _CONTEXT,
        "@type": "Legislation",
        "@id": page,
        "url": page,
        "name": law.title,
        "legislationIdentifier": law.number,
        "legislationType": law.kind,
        "legislationJurisdiction": "VN",
        "legislationDate": law.passed.isoformat() if law.passed else None,
        "legislationLegalForce": f"https://schema.org/{_FORCE[state]}" if state in _FORCE else None,
        "inLanguage": "vi",
    }
    return {name: value for name, value in facts.items() if value is not None}


def faq(questions: Sequence[tuple[str, str, str]], *, page: str) -> dict[str, object]:
    """Questions with their answers: each a question, its answer and its address."""
    return {
        "@context": _CONTEXT,
        "@type": "FAQPage",
        "@id": page,
        "inLanguage": "vi",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "url": address,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer, address in questions
        ],
    }


def faq_of(qa: Asked, *, page: str) -> dict[str, object]:
    """One question on a page of its own."""
    return faq([(qa.question, qa.answer, page)], page=page)
