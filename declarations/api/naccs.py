"""`/naccs-procedures`: NACCS's procedures by their codes, and the routes that serve them here."""

from django.http import HttpResponse
from msgspec import Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.api.edge import matching, parameters, reply
from declarations.api.operation import operation, query
from declarations.api.serializers import Page
from declarations.naccs import PROCEDURES, Procedure


class ServingRoute(Struct, frozen=True):
    """A method and a route, such as POST /api/v1/declarations."""

    method: str
    path: str


class ProcedureAnswer(Struct, frozen=True, omit_defaults=True):
    """One procedure. `why_none` says why nothing here serves it; not `is_sure`: the code is from a secondary source."""

    code: str
    name: str
    name_ja: str
    about: str
    is_sure: bool
    routes: tuple[ServingRoute, ...] = ()
    why_none: str = ""


class NaccsProcedures(APIView):
    """`/naccs-procedures`."""

    chapter = "code lists"

    @operation(gives=[ProcedureAnswer], parameters=(query("code", "A procedure code, such as IDC."),))
    def get(self, request: Request) -> HttpResponse:
        """NACCS's procedures by their codes, and what serves each here."""
        code = parameters(request, code=matching("[0-9A-Z]{2,6}")).get("code")
        return reply(Page(items=[_answer(each) for each in PROCEDURES if code in (None, each.code)]))


def _answer(procedure: Procedure) -> ProcedureAnswer:
    return ProcedureAnswer(
        code=procedure.code,
        name=procedure.name,
        name_ja=procedure.name_ja,
        about=procedure.about,
        is_sure=procedure.is_sure,
        routes=tuple(ServingRoute(route.method, f"/api/v1{route.path}") for route in procedure.routes),
        why_none=procedure.why_none,
    )
