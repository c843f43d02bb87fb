"""Which tokens are accepted, and whom they speak for."""

import base64
import hashlib
import hmac
import json
import stat
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from challenge_api.law.access import HELD, Principal, Role
from challenge_api.web.auth import REMEMBERED, Issuer, Verifier
from challenge_api.web.fetched_keys import FetchedKeys
from challenge_api.web.keys import KeySet, UnknownKey, file_keys
from challenge_api.web.local_issuer import LocalIssuer, NotInProduction
from challenge_api.web.problems import Problem
from tests.api.edge_sample import AUTHORITY, StandingClock, make_sample, sample

ISSUER = "https://login.example"
AUDIENCE = "challenge-api"
KEYS: dict[str, Any] = {
    "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
KEYS["PS256"] = KEYS["RS256"]
CLOCK = StandingClock()


def jwk(key, kid, **more):
    algorithms: dict[str, Any] = {
        "RS256": jwt.algorithms.RSAAlgorithm,
        "ES256": jwt.algorithms.ECAlgorithm,
        "EdDSA": jwt.algorithms.OKPAlgorithm,
    }
    name = next(name for name in algorithms if KEYS[name] is key)
    return algorithms[name].to_jwk(key.public_key(), as_dict=True) | {"kid": kid} | more


KEY_SET = {
    "keys": [
        jwk(KEYS["RS256"], "rsa"), jwk(KEYS["ES256"], "ec", use="sig", alg="ES256"), jwk(KEYS["EdDSA"], "ed"),
        jwk(KEYS["ES256"], "for-encryption", use="enc"), {"kty": "oct", "kid": "oct", "k": "c2VjcmV0"}, {"kty": "EC"}, "nonsense",
        {"kty": "EC", "crv": "P-256", "kid": "broken", "x": "?"},
    ]
}  # fmt: skip
KID = {"RS256": "rsa", "PS256": "rsa", "ES256": "ec", "EdDSA": "ed"}


def claims(**change):
    now = int(CLOCK.now().timestamp())
    whole = {
        "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 600, "sub": "jan", "client_id": "portal",
        "roles": {AUTHORITY: ["handler", "assessor"]},
    } | change  # fmt: skip
    return {name: value for name, value in whole.items() if value is not ...}


def signed(algorithm="RS256", headers=None, key=None, **change):
    said = {"kid": KID.get(algorithm, "rsa")} | (headers or {})
    return jwt.encode(claims(**change), key or KEYS[algorithm], algorithm=algorithm, headers=said)


def verifier(keys=None, **more):
    return Verifier((Issuer(ISSUER, keys or KeySet(KEY_SET)),), audience=AUDIENCE, clock=CLOCK, **more)


def verify(token, **more):
    return verifier(**more).verify(b"Bearer " + (token if isinstance(token, bytes) else token.encode()))


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_token_signed_with_an_allowed_algorithm_speaks_for_its_person(algorithm):
    principal = verify(signed(algorithm))
    roles = {AUTHORITY: frozenset({Role.HANDLER, Role.ASSESSOR})}
    assert principal == Principal(issuer=ISSUER, subject="jan", client="portal", roles=roles)


def refused(token, **more):
    with pytest.raises(Problem) as raised:
        verify(token, **more)
    problem = raised.value
    assert problem.kind.status == 401
    challenge = problem.headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="challenge-api", error="invalid_token", error_description="')
    return problem.detail


WRONG_CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"iss": "https://evil.example"}, "issuer"),
    "no issuer": ({"iss": ...}, "issuer"),
    "another audience": ({"aud": "other"}, "audience"),
    "other audiences": ({"aud": ["other", "another"]}, "audience"),
    "no audience": ({"aud": ...}, "audience"),
    "audience of another type": ({"aud": {"a": 1}}, "audience"),
    "expired": ({"exp": int(CLOCK.now().timestamp()) - 31}, "expired"),
    "never expires": ({"exp": ...}, "when it is valid"),
    "expires as text": ({"exp": "tomorrow"}, ""),
    "expires at infinity": ({"exp": float("inf")}, ""),
    "not yet": ({"nbf": int(CLOCK.now().timestamp()) + 31}, "not valid yet"),
    "issued later": ({"iat": int(CLOCK.now().timestamp()) + 31}, "not valid yet"),
    "no client": ({"client_id": ...}, "client"),
    "a client that is no text": ({"client_id": 5}, "client"),
    "a subject that cannot be kept": ({"sub": "jan\x00"}, "subject"),
    "an empty subject": ({"sub": ""}, "subject"),
    "roles as a list": ({"roles": ["handler"]}, "roles"),
    "roles as text": ({"roles": {AUTHORITY: "handler"}}, "roles"),
}


@pytest.mark.parametrize("case", WRONG_CLAIMS)
def test_a_token_with_wrong_claims_is_refused(case):
    change, said = WRONG_CLAIMS[case]
    assert said in refused(signed(**change))


def test_leeway_forgives_a_clock_that_is_half_a_minute_off():
    now = int(CLOCK.now().timestamp())
    assert verify(signed(exp=now - 29)).subject == "jan"
    assert verify(signed(nbf=now + 29, iat=now + 29)).subject == "jan"
    assert verify(signed(aud=["other", AUDIENCE])).subject == "jan"


def _b64(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")


def test_a_token_without_signature_or_with_a_secret_is_refused():
    unsigned = _b64({"alg": "none", "kid": "rsa"}) + b"." + _b64(claims()) + b"."
    assert "algorithm" in refused(unsigned)
    public = KEYS["RS256"].public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = _b64({"alg": "HS256", "kid": "rsa"}) + b"." + _b64(claims())

    mac = base64.urlsafe_b64encode(hmac.new(public, head, hashlib.sha256).digest()).rstrip(b"=")
    assert "algorithm" in refused(head + b"." + mac)


def test_a_key_is_used_with_its_own_algorithms_only():
    assert "key" in refused(signed("ES256", headers={"kid": "rsa"}))
    assert "key" in refused(signed("RS256", headers={"kid": "ec"}))
    assert "key" in refused(signed("ES256", headers={"kid": "for-encryption"}))
    assert "algorithm" in refused(signed("RS256"), algorithms=("ES256",))
    with pytest.raises(ValueError, match="HS256"):
        verifier(algorithms=("HS256",))


def test_a_private_key_in_a_key_set_is_no_key():
    private = jwt.algorithms.ECAlgorithm.to_jwk(KEYS["ES256"], as_dict=True) | {"kid": "private"}
    assert len(KeySet({"keys": [private]})) == 0


def test_a_weak_key_is_no_key():
    weak = jwt.algorithms.RSAAlgorithm.to_jwk(
        rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key(), as_dict=True
    )
    assert len(KeySet({"keys": [weak | {"kid": "weak"}]})) == 0


def test_a_signature_of_somebody_else_or_of_other_claims_is_refused():
    assert "signature" in refused(signed("ES256", key=ec.generate_private_key(ec.SECP256R1())))
    head, _, signature = signed().split(".")
    assert "signature" in refused(f"{head}.{_b64(claims(sub='piet')).decode()}.{signature}")


def test_a_token_of_another_kind_is_refused():
    assert "access token" in refused(signed(headers={"typ": "dpop+jwt"}))
    assert verify(signed(headers={"typ": "at+JWT"})).subject == "jan"


@pytest.mark.parametrize(
    "token",
    ["", " ", "a", "a.b", "a.b.c", "a.b.c.d.e", "..", "é.b.c".encode(), b"\xff", "x" * 20_000,
     _b64({"alg": 5}) + b"." + _b64([]) + b".",
     _b64([]) + b"." + _b64({}) + b".x", _b64({"alg": "RS256", "kid": {}}) + b"." + _b64({"iss": ISSUER}) + b".x",
     _b64({"alg": "RS256", "crit": ["x"]}) + b"." + _b64({"iss": ISSUER}) + b".x", b"[" * 9000 + b".e30.x"],
)  # fmt: skip
def test_a_malformed_token_is_refused(token):
    assert refused(token)


def test_only_bearer_tokens_are_accepted():
    with pytest.raises(Problem) as raised:
        verifier().verify(b"Basic amFuOmphbg==")
    assert "bearer" in raised.value.detail
    assert verifier().verify(b"bearer " + signed().encode()).subject == "jan"


def test_nothing_of_a_token_stands_in_the_answer():
    answer = sample().ask("GET", "/v1/numbers", headers={"Authorization": "Bearer secret-of-jan"})
    assert answer.status_code == 401
    assert "jan" not in answer.text + str(answer.headers)


# --- whom a token speaks for ----------------------------------------------------------------------------------------


def test_a_token_without_person_speaks_for_the_client_alone():
    assert verify(signed(sub=...)).subject is None
    assert verify(signed(sub="portal")).subject is None
    assert verify(signed(client_id=..., azp="portal", sub="portal")).client == "portal"


def test_roles_that_are_not_known_are_passed_over():
    principal = verify(signed(roles={AUTHORITY: ["handler", "mayor", 5, None], "demo-other": ["mayor"], "demo-third": []}))
    assert principal.roles == {AUTHORITY: frozenset({Role.HANDLER})}
    assert verify(signed(roles=...)).roles == {}


# --- remembering ----------------------------------------------------------------------------------------------------


def test_a_verified_token_is_known_until_it_expires():
    clock = StandingClock()
    one = Verifier((Issuer(ISSUER, KeySet(KEY_SET)),), audience=AUDIENCE, clock=clock)
    header = b"Bearer " + signed().encode()
    assert one.known(header) is None
    principal = one.verify(header)
    assert one.known(header) is principal
    clock.pass_by(minutes=10, seconds=31)
    assert one.known(header) is None
    with pytest.raises(Problem, match="expired"):
        one.verify(header)


def test_an_unverified_token_is_never_known():
    one = verifier()
    header = b"Bearer " + signed(aud="other").encode()
    with pytest.raises(Problem):
        one.verify(header)
    assert one.known(header) is None


def test_no_more_tokens_are_kept_than_there_is_room_for():
    one = verifier()
    first = b"Bearer " + signed("ES256").encode()
    one.verify(first)
    one._remembered |= {f"other {number}".encode(): (0.0, None) for number in range(REMEMBERED)}
    one.verify(b"Bearer " + signed("ES256", sub="piet").encode())
    assert len(one._remembered) == REMEMBERED
    assert one.known(first) is None


# --- keys -----------------------------------------------------------------------------------------------------------


class Publisher:
    """An issuer's address that counts how often it was asked."""

    def __init__(self):
        self.document, self.asked, self.status = KEY_SET, 0, 200

    def __call__(self, request):
        self.asked += 1
        return httpx.Response(self.status, json=self.document)

    def keys(self, seconds=lambda: 0.0):
        return FetchedKeys(
            "https://login.example/jwks", client=httpx.Client(transport=httpx.MockTransport(self)), seconds=seconds
        )


def test_keys_are_fetched_once_and_again_when_a_token_names_a_new_one():
    publisher, now = Publisher(), [0.0]
    keys = publisher.keys(lambda: now[0])
    new = jwk(KEYS["EdDSA"], "new")
    assert verify(signed(), keys=keys).subject == "jan"
    assert verify(signed("ES256"), keys=keys).subject == "jan"
    assert publisher.asked == 1
    publisher.document = {"keys": [*KEY_SET["keys"], new]}
    now[0] = 61.0
    assert verify(signed("EdDSA", headers={"kid": "new"}), keys=keys).subject == "jan"
    assert publisher.asked == 2


def test_invented_keys_do_not_make_us_call_the_issuer_again_and_again():
    publisher, now = Publisher(), [0.0]
    keys = publisher.keys(lambda: now[0])
    for number in range(50):
        refused(signed(headers={"kid": f"invented-{number}"}), keys=keys)
    assert publisher.asked == 1
    now[0] = 61.0
    refused(signed(headers={"kid": "invented"}), keys=keys)
    assert publisher.asked == 2


def test_keys_that_we_have_stay_good_while_the_issuer_is_down():
    publisher, now = Publisher(), [0.0]
    keys = publisher.keys(lambda: now[0])
    verify(signed(), keys=keys)
    publisher.status = 503
    now[0] = 4000.0
    assert verify(signed(), keys=keys).subject == "jan"
    assert publisher.asked == 2
    publisher.status, publisher.document = 200, {"keys": []}
    now[0] = 8000.0
    assert verify(signed(), keys=keys).subject == "jan"


@pytest.mark.parametrize(
    "document", [{"keys": []}, {}, [], "text", {"keys": [{"kty": "EC", "crv": "P-256", "kid": "ec", "x": "?"}]}]
)
def test_without_any_key_the_service_cannot_tell_who_asks(document):
    publisher = Publisher()
    publisher.document = document
    with pytest.raises(Problem) as raised:
        verify(signed(), keys=publisher.keys())
    assert (raised.value.kind.status, raised.value.headers["Retry-After"]) == (503, "5")


def test_keys_come_from_a_file(tmp_path):
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(KEY_SET), encoding="utf-8")
    assert verify(signed(), keys=file_keys(path)).subject == "jan"


def test_without_an_id_the_only_fitting_key_is_taken():
    assert KeySet({"keys": [jwk(KEYS["ES256"], "ec")]}).find(None, "ES256")
    with pytest.raises(UnknownKey):
        KeySet({"keys": [jwk(KEYS["ES256"], "a"), jwk(KEYS["ES256"], "b")]}).find(None, "ES256")


# --- the local issuer -----------------------------------------------------------------------------------------------


def local(folder, environment="development"):
    return LocalIssuer(folder / "var" / "key.pem", environment=environment, audience=AUDIENCE, clock=CLOCK)


def test_the_local_issuer_has_a_token_for_every_role(tmp_path):
    issuer = local(tmp_path)
    one = Verifier((issuer.issuer(),), audience=AUDIENCE, clock=CLOCK)
    for role in HELD:
        principal = one.verify(b"Bearer " + issuer.mint(role, AUTHORITY).encode())
        assert principal.roles == {AUTHORITY: frozenset({role})}
        assert principal.subject == f"local-{role.value}"
    alone = one.verify(b"Bearer " + issuer.mint("intake", AUTHORITY, "portal", client="portal").encode())
    assert (alone.subject, alone.client) == (None, "portal")
    with pytest.raises(ValueError, match="mayor"):
        issuer.mint("mayor", AUTHORITY)


def test_no_token_speaks_for_the_service_itself(tmp_path):
    issuer = local(tmp_path)
    with pytest.raises(ValueError, match="system"):
        issuer.mint("system", AUTHORITY)
    claims = {"sub": "eve", "client_id": "eve", "roles": {AUTHORITY: ["system", "auditor"]}}
    principal = Verifier((issuer.issuer(),), audience=AUDIENCE, clock=CLOCK).verify(b"Bearer " + issuer.sign(claims).encode())
    assert Role.SYSTEM not in principal.roles_at(AUTHORITY)


def test_the_local_issuer_keeps_its_key_to_itself_and_over_restarts(tmp_path):
    first = local(tmp_path)
    path = tmp_path / "var" / "key.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["key.pem"]
    assert local(tmp_path).jwks() == first.jwks()
    assert "d" not in first.jwks()["keys"][0]


@pytest.mark.parametrize("environment", ["production", "Production", " PRODUCTION "])
def test_the_local_issuer_does_not_start_in_production(tmp_path, environment):
    with pytest.raises(NotInProduction):
        local(tmp_path, environment)
    assert not (tmp_path / "var").exists()


def test_a_token_of_the_local_issuer_lasts_as_long_as_asked(tmp_path):
    clock = StandingClock()
    issuer = LocalIssuer(tmp_path / "key.pem", environment="development", audience=AUDIENCE, clock=clock)
    one = Verifier((issuer.issuer(),), audience=AUDIENCE, clock=clock)
    header = b"Bearer " + issuer.mint("handler", AUTHORITY, minutes=5).encode()
    clock.moment += timedelta(minutes=5, seconds=31)
    with pytest.raises(Problem, match="expired"):
        one.verify(header)


def test_the_keys_of_the_local_issuer_are_served_only_where_it_is_in_use():
    assert sample().ask("GET", "/.well-known/jwks.json", role=None).json() == sample().issuer.jwks()
    assert make_sample(jwks=None).ask("GET", "/.well-known/jwks.json", role=None).status_code == 404
