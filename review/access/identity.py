"""Which of our people the identity provider means. Nobody gets an account, or a right, by the provider's word."""

from review.access.doors import Doors
from review.access.oidc import Identity
from schemas.errors import NotAllowed
from schemas.person import Account, Person


def person_of_identity(doors: Doors, identity: Identity) -> Person:
    """The person linked with this subject; at first the one whose e-mail or login is the verified address.

    An address may be given to somebody new one day, a subject never is (OpenID Connect Core 1.0, 5.7): the first time
    links the two, and then only the subject counts.

    Raises:
        NotAllowed: nobody here has that address, the account is disabled, or linked with another subject.
    """
    account = doors.people.by_identity(identity.issuer, identity.subject) or _linked_now(doors, identity)
    if account is None or not account.enabled:
        raise NotAllowed(detail="no account for this identity")
    return account.person


def _linked_now(doors: Doors, identity: Identity) -> Account | None:
    account = None if identity.email is None else doors.people.by_email(identity.email)
    if account is None or not account.enabled:
        return None
    who, now = account.person, doors.clock.now()
    if not doors.people.link(who.id, issuer=identity.issuer, subject=identity.subject, now=now):
        return None
    doors.audit.note(person=who.login, action="identity-linked", address=None, at=now)
    return account
