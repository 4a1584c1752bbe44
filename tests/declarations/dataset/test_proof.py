"""The proof: a tree as RFC 6962 wants it, receipts that need no store, and the first version that was changed."""

import json
from hashlib import sha256
from io import StringIO

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from declarations.dataset.models import Checkpoint, VersionLeaf
from declarations.dataset.proving import checkpoints
from declarations.dataset.proving.merkle import leads_to, leaf_hash, path_of, root_of
from declarations.dataset.proving.receipts import proves, receipt_of
from declarations.models import Version
from tests.forms import import_form


@pytest.mark.parametrize("size", [*range(1, 18), 64, 100])
def test_every_leaf_leads_to_the_root_and_to_no_other(size):
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    root = root_of(leaves)
    for position, leaf in enumerate(leaves):
        path = path_of(leaves, position)
        assert leads_to(root, leaf, path, position=position, size=size)
        assert not leads_to(root, leaf_hash(b"another"), path, position=position, size=size)
        assert not leads_to(root_of([*leaves, leaf]), leaf, path, position=position, size=size)
        assert not leads_to(root, leaf, [*path, leaf], position=position, size=size)
    assert not leads_to(root, leaves[0], path_of(leaves, 0), position=size, size=size)


def test_the_tree_is_that_of_the_rfc():
    """2.1.3: leaves d0 to d6; the root is H(H(H(d0 d1) H(d2 d3)) H(H(d4 d5) d6)). The empty tree is H()."""
    a, b, c, d, e, f, g = leaves = [leaf_hash(bytes([number])) for number in range(7)]

    def node(left, right):
        return sha256(b"\x01" + left + right).digest()

    assert root_of(leaves) == node(node(node(a, b), node(c, d)), node(node(e, f), g))
    assert path_of(leaves, 0) == [b, node(c, d), node(node(e, f), g)]
    assert path_of(leaves, 6) == [node(e, f), node(node(a, b), node(c, d))]
    assert root_of([]) == sha256().digest()


def test_a_million_leaves_need_twenty_hashes():
    assert max(len(path_of([b"x" * 32] * 2**20, position)) for position in (0, 2**20 - 1)) == 20


@pytest.fixture
def signed(broker):
    """Three declarations, and a checkpoint over them."""
    numbers = [broker.lodged(import_form(own_reference=f"PROOF-{number}"))["number"] for number in range(3)]
    checkpoints.checkpoint(at=timezone.now())
    return numbers


pytestmark = pytest.mark.django_db


def run(*command):
    out = StringIO()
    call_command("proof", *command, stdout=out)
    return out.getvalue()


def test_a_receipt_proves_without_the_store_and_a_changed_one_does_not(signed, tmp_path):
    file = tmp_path / "receipt.json"
    file.write_text(run("receipt", signed[1]))
    assert run("verify_receipt", str(file)).startswith(f"{signed[1]}, version 1: signed at ")
    told = json.loads(file.read_text())
    assert json.loads(told["said"])["version"]["trader_name"] in told["said"]
    for name, value in [
        ("said", told["said"].replace("PROOF", "PROOV").replace('"1"', '"2"') + " "),
        ("salt", "00" * 16),
        ("position", told["position"] + 1),
        ("signature", "00" * 64),
    ]:
        file.write_text(json.dumps(told | {name: value}))
        with pytest.raises(CommandError, match="does not prove"):
            run("verify_receipt", str(file))
    file.write_text(json.dumps(told))
    with pytest.raises(CommandError, match="does not prove"):
        run("verify_receipt", str(file), "--key", "11" * 32)
    file.write_text("{}")
    with pytest.raises(CommandError, match="No receipt"):
        run("verify_receipt", str(file))


def test_a_checkpoint_takes_in_what_is_new_and_earlier_receipts_stay(signed, broker):
    before = receipt_of(signed[0])
    assert run("checkpoint") == "Nothing new was declared.\n"
    broker.lodged(import_form(own_reference="PROOF-LATER"))
    assert run("checkpoint").startswith("4 versions, root ")
    assert proves(before, key=checkpoints.public_key())
    assert receipt_of(signed[0]).checkpoint.size == 4
    assert run("verify") == "4 versions are what was signed.\n"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE declarations_version SET trader_name = 'ANOTHER' WHERE id = %s",
            "version 1, was changed: it is leaf 1",
        ),
        ("UPDATE declarations_goodsitem SET customs_value = 1 WHERE version_id = %s", "version 1, was changed"),
        ("UPDATE dataset_versionleaf SET hash = '\\x00' WHERE version_id = %s", "was changed"),
        ("DELETE FROM dataset_versionleaf WHERE version_id = %s", "Leaf 1 is missing"),
    ],
)
def test_the_first_version_that_was_changed_is_named(signed, statement, fault):
    version = VersionLeaf.objects.get(position=1).version_id
    with connection.cursor() as cursor:  # as somebody who is above every trigger
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("declarations_version", "declarations_goodsitem", "dataset_versionleaf"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, [version])
    with pytest.raises(CommandError, match=fault):
        run("verify")


def test_a_leaf_that_was_rewritten_with_its_version_breaks_the_root(signed):
    leaf = VersionLeaf.objects.get(position=1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE dataset_versionleaf DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE declarations_version DISABLE TRIGGER USER")
    Version.objects.filter(pk=leaf.version_id).update(trader_name="ANOTHER")
    data = checkpoints.data_of([leaf.version_id])[leaf.version_id][2]
    VersionLeaf.objects.filter(position=1).update(hash=leaf_hash(bytes(leaf.salt) + data))
    assert list(checkpoints.faults()) == ["The checkpoint of 3 versions has another root than these versions."]


def test_a_checkpoint_of_another_key_is_not_believed(signed, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, []
    assert list(checkpoints.faults()) == ["The checkpoint of 3 versions is not signed by us."]
    assert Checkpoint.objects.count() == 1
    assert msgspec.json.decode(checkpoints.signed_root(Checkpoint.objects.get()).encoded())["size"] == 3
