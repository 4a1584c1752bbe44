"""`/small-parcels`: the short form of one parcel, lodged as any declaration."""

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.account import Account
from declarations.api.answers import dry_run_of
from declarations.api.edge import a_flag, document_of, key_of, lodged_reply, parameters, reply
from declarations.api.operation import CLOCK, DRY_RUN, KEY_UNLESS_DRY, operation
from declarations.api.serializers import DryRun
from declarations.clearance.parcelling import dry_run_parcel, lodge_parcel
from declarations.clock import instant_of
from declarations.contract import read
from declarations.data.parcel import Parcel
from declarations.traders.authentication import declarant_of
from declarations.traders.permissions import HasScope, IsDeclarant


class SmallParcels(APIView):
    """`/small-parcels`."""

    permission_classes = [IsDeclarant, HasScope("declarations:lodge")]

    @operation(
        takes=Parcel,
        gives=Account,
        status=201,
        also={200: DryRun},
        parameters=(KEY_UNLESS_DRY, CLOCK, DRY_RUN),
    )
    def post(self, request: Request) -> HttpResponse:
        """Declare a small parcel by the manifest (MIC, MEC); with `?dry_run=true` keep nothing."""
        dry = parameters(request, dry_run=a_flag).get("dry_run", False)
        by, at = declarant_of(request), instant_of(request)
        key = "" if dry else key_of(request)
        document = document_of(request)
        parcel: Parcel = read(document.value, Parcel)
        if dry:
            return reply(dry_run_of(*dry_run_parcel(parcel, by=by, at=at)))
        correlation_id = request.META["CORRELATION_ID"]
        lodged = lodge_parcel(parcel, body=document.raw, key=key, correlation_id=correlation_id, by=by, at=at)
        return lodged_reply(lodged)
