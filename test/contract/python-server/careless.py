"""HTTP Basic as it is written in a hurry: split at every colon, one spelling of the scheme, an answer for each mistake."""

import base64

from serving import serve

SECRETS = {"partner": "s3cret", "colonist": "s3:cr:et"}


def answer(values):
    challenge = {"WWW-Authenticate": 'Basic realm="Orders"'}
    if not values or not values[0].startswith("Basic "):
        return 401, challenge, b"no credentials"
    try:
        parts = base64.b64decode(values[0][6:]).decode("utf-8").split(":")
    except ValueError:
        return 401, challenge, b"malformed"
    if parts[0] not in SECRETS:
        return 401, challenge, b"no such partner"
    if len(parts) < 2 or SECRETS[parts[0]].split(":")[0] != parts[1]:
        return 401, challenge, b"wrong secret"
    return 200, {}, b'{"orders": []}'


serve(answer)
