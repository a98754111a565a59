"""How long nobody may try after so many wrong passwords. Pure.

A guesser is slowed to about a hundred guesses a day for one account; nobody is ever locked out for longer than a
quarter of an hour; and who signs in from a browser known to be theirs is not slowed by others' tries at all (OWASP,
“Slow Down Online Guessing Attacks with Device Cookies”).
"""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta

from catalog.sign_in_tries import Delay

FREE = 5
"""Wrong passwords for one login without a wait."""
FREE_OF_ADDRESS = 30
"""The same from one address, behind which there may be a whole office."""
_FIRST = timedelta(seconds=30)
_GREATEST = timedelta(minutes=15)
_STEPS = 5


def delay(failures: int) -> timedelta:
    """After the fifth half a minute, then double each time, at most a quarter of an hour."""
    return _growing(failures - FREE)


def delay_of_address(failures: int) -> timedelta:
    """The same from the thirtieth on."""
    return _growing(failures - FREE_OF_ADDRESS)


def of_stranger(login: str, address: str) -> Mapping[str, Delay]:
    """Under which keys a try in an unknown browser is counted."""
    return {key_of_login(login): delay, key_of_address(address): delay_of_address}


def of_known(device: str, login: str) -> Mapping[str, Delay]:
    """Under which key a try in a browser is counted in which this person has signed in before."""
    return {f"device {device} {login}": delay}


def key_of_login(login: str) -> str:
    """The key of tries for a login from browsers that are not known."""
    return f"login {login}"


def key_of_address(address: str) -> str:
    """The key of tries from an address; of IPv6 from the network of one customer (/64)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return f"address {address}"
    if found.version == 6:
        return f"address {ipaddress.ip_network((found, 64), strict=False)}"
    return f"address {found}"


def _growing(over: int) -> timedelta:
    if over < 0:
        return timedelta()
    doubled: int = 2 ** min(over, _STEPS)
    return min(_FIRST * doubled, _GREATEST)
