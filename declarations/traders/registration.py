"""How organisations and programs come into the register."""

from datetime import date

from declarations.data.parcel import PRIVATE_PARTY
from declarations.traders.client_secrets import digest_of, new_secret
from declarations.traders.models import ApiClient, Mandate, Trader


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


def replace_secret(client: ApiClient) -> str:
    """A new secret, told this once; the old one ends."""
    secret = new_secret()
    client.secret_sha256 = digest_of(secret)
    client.save(update_fields=["secret_sha256"])
    return secret
