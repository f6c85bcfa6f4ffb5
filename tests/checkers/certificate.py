"""Checks certificates as a stranger would, with libraries that the service does not use.

    certificate.py scan PAGE.pgm KEYS.json        reads the square code of a page and proves what is sealed in it
    certificate.py badge BADGE.jwt SITE REACHED   verifies an Open Badge 3.0, whose addresses under SITE are reached under REACHED

Prints what it found as JSON; ends with 1 and says why where anything is wrong.
"""

import base64
import json
import sys
import traceback
import urllib.request

CLAIMS = {1: "issuer", -70001: "number", -70002: "name", -70003: "title", -70004: "issuedOn"}


def scan(page, keys):
    import zxingcpp
    from cwt import COSEKey, decode

    with open(page, "rb") as file:
        head, size, _, pixels = file.read().split(b"\n", 3)
    assert head == b"P5", "a grey picture"
    width, height = map(int, size.split())
    found = zxingcpp.read_barcodes(memoryview(pixels[: width * height]).cast("B", (height, width)))
    assert len(found) == 1, f"{len(found)} square codes"
    address, seal = found[0].text.split("#")
    with open(keys, encoding="utf-8") as file:
        known = [COSEKey.from_jwk({**key, "key_ops": ["verify"]}) for key in json.load(file)["keys"]]
    claims = decode(base64.urlsafe_b64decode(seal + "=" * (-len(seal) % 4)), known)
    return {"address": address, "seal": seal, **{CLAIMS[claim]: value for claim, value in claims.items()}}


def fetched(site, reached):
    def download(address, *_):
        assert address.startswith(site), f"{address} does not lie under {site}"
        # Kept as if a page of another origin asked.
        request = urllib.request.Request(address.replace(site, reached, 1), headers={"origin": "https://elsewhere.example"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["access-control-allow-origin"] == "*"
            return answer.read()

    return download


def same(expanded):
    """A JSON-LD document without what the processor adds or may leave out: lists of one."""
    if isinstance(expanded, dict):
        return {key: same(value) for key, value in expanded.items()}
    if isinstance(expanded, list):
        return same(expanded[0]) if len(expanded) == 1 else [same(value) for value in expanded]
    return expanded


def validate(document):
    """Every word of it means something under its contexts: it goes through expansion and back whole."""
    import os

    import openbadgeslib.ob3
    from pyld import jsonld

    folder = os.path.join(os.path.dirname(openbadgeslib.ob3.__file__), "contexts")
    contexts = {
        "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    }

    def loader(address, _):
        with open(os.path.join(folder, contexts[address]), encoding="utf-8") as file:
            return {"contextUrl": None, "documentUrl": address, "document": json.load(file)}

    options = {"documentLoader": loader}
    back = jsonld.compact(jsonld.expand(document, options), document["@context"], options)
    lost = {key for key in document if key not in back}
    assert not lost and same(back) == same(document), f"lost or changed: {lost or back}"


def badge(path, site, reached):
    import jwt
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from openbadgeslib.ob3.verifier import OB3Verifier

    with open(path, encoding="utf-8") as file:
        token = file.read()
    download = fetched(site, reached)
    header = jwt.get_unverified_header(token)
    key = jwt.PyJWK(json.loads(download(header["kid"]))).key
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    credential = OB3Verifier(pem).verify(token, check_status=True, download=download)
    claims = jwt.decode(token, key, algorithms=["EdDSA"])
    document = {name: value for name, value in claims.items() if name not in ("iss", "jti", "nbf", "exp")}
    validate(document)
    status = jwt.decode(download(claims["credentialStatus"]["statusListCredential"]), key, algorithms=["EdDSA"])
    validate({name: value for name, value in status.items() if name not in ("iss", "jti", "nbf", "exp")})
    for address in (claims["issuer"]["id"], claims["credentialSubject"]["achievement"]["id"]):
        public = json.loads(download(address))
        assert public["id"] == address
        validate(public)
    return {
        "id": credential.id,
        "achievement": credential.achievement.name,
        "issuer": credential.issuer.name,
        "name": claims["credentialSubject"]["identifier"][0]["identityHash"],
        "number": claims["credentialSubject"]["licenseNumber"],
        "rests": claims["credentialSubject"]["narrative"],
    }


if __name__ == "__main__":
    command, *given = sys.argv[1:]
    try:
        print(json.dumps({"scan": scan, "badge": badge}[command](*given)))
    except Exception:  # whatever it is, the test shows it
        traceback.print_exc(limit=-2)
        sys.exit(1)
