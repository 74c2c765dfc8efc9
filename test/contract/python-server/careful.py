"""HTTP Basic as RFC 7617 has it, with nothing but the standard library."""

import base64
import binascii
import hashlib
import hmac

from serving import serve

SECRETS = {"partner": "s3cret", "colonist": "s3:cr:et"}


def pair_of(values):
    """The id and the secret of an Authorization header; None where there is not exactly one that can be read."""
    if len(values) != 1:
        return None
    scheme, _, encoded = values[0].partition(" ")
    if scheme.lower() != "basic":
        return None
    encoded = encoded.strip(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
        text = raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    if base64.b64encode(raw).decode("ascii") != encoded:
        return None
    if any(ord(character) < 32 or 127 <= ord(character) < 160 for character in text):
        return None
    identifier, colon, secret = text.partition(":")
    return (identifier, secret) if colon else None


def digest(text):
    return hashlib.sha256(text.encode("utf-8")).digest()


def allowed(values):
    pair = pair_of(values)
    if pair is None:
        return False
    identifier, secret = pair
    known = identifier in SECRETS
    same = hmac.compare_digest(digest(secret), digest(SECRETS.get(identifier, "")))
    return same and known


def answer(values):
    if allowed(values):
        return 200, {}, b'{"orders": []}'
    refusal = {"WWW-Authenticate": 'Basic realm="Orders", charset="UTF-8"', "Cache-Control": "no-store"}
    return 401, refusal, b'{"message": "The credentials are missing, malformed or wrong."}'


serve(answer)
