"""How organisations and programs come into the register."""

from datetime import date, datetime

from django.db import transaction

from declarations.data.parcel import PRIVATE_PARTY
from declarations.traders.client_keys import MOST_KEYS, PublicKey, read_keys
from declarations.traders.client_secrets import digest_of, new_secret
from declarations.traders.errors import KeysUnacceptable
from declarations.traders.models import ApiClient, ClientKey, Mandate, Trader


def register(
    code: str,
    *,
    name: str,
    address: str = "",
    phone: str = "",
    country: str = "JP",
    is_broker: bool = False,
    aeo_importer: bool = False,
    aeo_exporter: bool = False,
    aeo_broker: bool = False,
    is_demonstration: bool = False,
) -> Trader:
    """A new trader. Raises ValidationError, by field: a wrong or known code, a false corporate number."""
    trader = Trader(
        code=code,
        name=name,
        address=address,
        phone=phone,
        country=country,
        is_broker=is_broker,
        aeo_importer=aeo_importer,
        aeo_exporter=aeo_exporter,
        aeo_broker=aeo_broker,
        is_demonstration=is_demonstration,
    )
    trader.full_clean()
    trader.save(force_insert=True)
    return trader


def register_private_party() -> None:
    """The one row that stands for every importer and exporter without a code, whose name is in the declaration."""
    Trader.objects.get_or_create(code=PRIVATE_PARTY, defaults={"name": "PARTY WITHOUT A CODE"})


def give_mandate(broker: Trader, *, trader: Trader, valid_from: date, valid_to: date | None = None) -> Mandate:
    """Let a broker declare for a trader, both days included. Raises ValidationError, by field."""
    mandate = Mandate(broker=broker, trader=trader, valid_from=valid_from, valid_to=valid_to)
    mandate.full_clean()
    mandate.save(force_insert=True)
    return mandate


def register_client(trader: Trader, *, client_id: str, name: str, scopes: tuple[str, ...]) -> tuple[ApiClient, str]:
    """A new API client and its secret, which is told this once. Raises ValidationError, by field."""
    secret = new_secret()
    client = ApiClient(
        trader=trader, client_id=client_id, name=name, scopes=list(scopes), secret_sha256=digest_of(secret)
    )
    client.full_clean()
    client.save(force_insert=True)
    return client, secret


def replace_secret(client: ApiClient, *, at: datetime) -> str:
    """A new secret, told this once; the old one ends, and so do the tokens that were issued before."""
    secret = new_secret()
    client.secret_sha256, client.credentials_changed_at = digest_of(secret), at
    client.save(update_fields=["secret_sha256", "credentials_changed_at"])
    return secret


def add_keys(client: ApiClient, *, jwks: str, at: datetime) -> tuple[ClientKey, ...]:
    """Register the public keys of a pasted JWKS beside those that are live. Raises KeysUnacceptable: nothing is added.

    A key that was revoked is not taken again, and no key is of two clients.
    """
    keys = read_keys(jwks)
    with transaction.atomic():
        ApiClient.objects.select_for_update().get(pk=client.pk)
        live = client.keys.filter(revoked_at__isnull=True).count()
        faults = [fault for key in keys for fault in _known(client, key)]
        if live + len(keys) > MOST_KEYS:
            faults.append(f"{live} of {MOST_KEYS} keys are live: revoke one first.")
        if faults:
            raise KeysUnacceptable(tuple(faults))
        rows = [
            ClientKey(client=client, kid=key.kid, jwk=key.jwk, thumbprint=key.thumbprint, added_at=at) for key in keys
        ]
        return tuple(ClientKey.objects.bulk_create(rows))


def _known(client: ApiClient, key: PublicKey) -> list[str]:
    if ClientKey.objects.filter(thumbprint=key.thumbprint).exists():
        return [f"The key {key.kid} is in the register already, live or revoked: make a new pair."]
    if client.keys.filter(kid=key.kid).exists():
        return [f"The kid {key.kid} was used before: choose another."]
    return []


def revoke_key(key: ClientKey, *, at: datetime) -> bool:
    """End a key at once, and the client's tokens of before; False when it had ended already."""
    with transaction.atomic():
        ended = ClientKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=at)
        if ended:
            ApiClient.objects.filter(pk=key.client_id).update(credentials_changed_at=at)
    return bool(ended)
