"""What the pages ask of the declaration as a whole: the office, the parties, the transport, the invoice."""

from django.utils.translation import gettext_lazy as _

from declarations.web.fields import Field, Group, Rows, Section, Words


def _party(path: str, title: Words, *, code: Field) -> Group:
    return Group(
        title=title,
        fields=(
            code,
            Field(path=f"{path}.name", label=_("Name"), hint=_("In Latin letters, as registered.")),
            Field(
                path=f"{path}.address.lines",
                label=_("Address"),
                hint=_("Up to four lines of 70 characters."),
                kind="lines",
            ),
            Field(path=f"{path}.address.postal_code", label=_("Postal code")),
            Field(path=f"{path}.address.country", label=_("Country of the address"), codes="countries"),
        ),
    )


def _trader(path: str, title: Words, label: Words) -> Group:
    code = Field(
        path=f"{path}.party_code",
        label=label,
        codes="clients",
        hint=_("Corporate number and branch, 17 digits, or the 12 characters issued by JASTPRO or customs."),
    )
    party = _party(path, title, code=code)
    return Group(
        title=title, fields=(*party.fields, Field(path=f"{path}.telephone", label=_("Telephone"), hint=_("Digits.")))
    )


def _overseas(path: str, title: Words) -> Group:
    code = Field(path=f"{path}.party_code", label=_("Code, where one was issued"))
    party = _party(path, title, code=code)
    country = Field(path=f"{path}.country", label=_("Country"), codes="countries", hint=_("Two letters, such as SG."))
    first, *others = party.fields[1:]
    return Group(title=title, fields=(first, country, *others, code))


DECLARATION = Section(
    slug="declaration",
    title=_("Type of declaration and office"),
    groups=(
        Group(
            title=_("The declaration"),
            fields=(
                Field(
                    path="own_reference",
                    label=_("Your own reference"),
                    hint=_("Up to 20 letters, digits and _ . / -, used once."),
                ),
                Field(path="declaration_type", label=_("Type of declaration"), codes="types", kind="select"),
                Field(
                    path="condition",
                    label=_("Before arrival or opening"),
                    hint=_("Leave it empty where the goods are there and the office is open."),
                    codes="conditions",
                    kind="select",
                ),
            ),
        ),
        Group(
            title=_("Where"),
            fields=(
                Field(path="customs_office", label=_("Customs office"), codes="customs-offices", kind="select"),
                Field(path="customs_department", label=_("Department of the office"), hint=_("Two characters.")),
                Field(
                    path="bonded_area",
                    label=_("Bonded area where the goods lie"),
                    hint=_("Five characters."),
                    codes="bonded-areas",
                ),
            ),
        ),
        Group(
            title=_("Delivery and electronic commerce"),
            fields=(
                Field(path="delivery_place", is_asked_by_rules=True, label=_("Place of delivery after the permit")),
                Field(
                    path="e_commerce",
                    is_asked_by_rules=True,
                    label=_("Was it sold on an e-commerce platform?"),
                    codes="yes-no",
                    kind="radios",
                ),
                Field(path="platform_name", label=_("Name of the platform")),
            ),
        ),
        Group(
            title=_("More about the declaration"),
            is_aside=True,
            fields=(
                Field(path="cargo_kind", label=_("Kind of cargo"), codes="cargo-kinds", kind="select"),
                Field(
                    path="simplified_tariff",
                    label=_("Do you ask for the simplified tariff?"),
                    hint=_("For goods of at most 200,000 yen in all."),
                    codes="yes-no",
                    kind="radios",
                ),
                Field(
                    path="common_control_number",
                    label=_("Common control number"),
                    hint=_("Ten characters; it links the filings at the agencies."),
                ),
                Field(path="remarks", label=_("Remarks for customs")),
            ),
        ),
    ),
)
PARTIES = Section(
    slug="parties",
    title=_("Parties"),
    groups=(
        _trader("importer", _("Importer"), _("Code of the importer")),
        _trader("exporter", _("Exporter"), _("Code of the exporter")),
        _overseas("consignor", _("Consignor")),
        _overseas("consignee", _("Consignee")),
    ),
)
TRANSPORT = Section(
    slug="transport",
    title=_("Consignment and transport"),
    groups=(
        Group(
            title=_("Consignment"),
            fields=(
                Field(path="packages.count", label=_("Number of packages")),
                Field(
                    path="packages.unit",
                    label=_("Kind of package"),
                    hint=_("Two letters, such as CT for cartons."),
                    codes="package-kinds",
                ),
                Field(path="packages.marks", label=_("Marks and numbers"), hint=_("NO MARKS where there are none.")),
                Field(path="gross_mass", label=_("Gross mass"), hint=_("In kilograms.")),
            ),
        ),
        Group(
            title=_("Transport"),
            fields=(
                Field(
                    path="transport.documents",
                    label=_("Bills of lading or air waybills"),
                    hint=_("One a line, up to five."),
                    kind="lines",
                ),
                Field(path="transport.export_control_number", label=_("Export control number or air waybill")),
                Field(path="transport.vessel_name", label=_("Vessel or flight")),
                Field(path="transport.vessel_code", label=_("Call sign")),
                Field(path="transport.arrival_on", label=_("Day of arrival in Japan"), hint=_("Such as 2026-07-09.")),
                Field(path="transport.departure_on", label=_("Day of departure"), hint=_("Such as 2026-07-09.")),
                Field(
                    path="transport.loading_place",
                    label=_("Place of loading"),
                    hint=_("UN/LOCODE, five characters, such as SGSIN."),
                ),
                Field(
                    path="transport.unloading_port",
                    label=_("Port of unloading in Japan"),
                    hint=_("Three letters, such as TYO."),
                ),
                Field(
                    path="transport.loading_port",
                    label=_("Port of loading in Japan"),
                    hint=_("Three letters, such as TYO."),
                ),
                Field(
                    path="transport.destination",
                    label=_("Final destination"),
                    hint=_("UN/LOCODE, five characters, such as SGSIN."),
                ),
                Field(path="transport.container_count", label=_("Number of containers")),
            ),
        ),
    ),
)
_CURRENCY = _("Three letters, such as USD.")
INVOICE = Section(
    slug="invoice",
    title=_("Invoice and charges"),
    groups=(
        Group(
            title=_("Invoice"),
            fields=(
                Field(path="invoice.number", label=_("Number of the invoice")),
                Field(path="invoice.incoterm", label=_("Terms of the price"), codes="incoterms", kind="select"),
                Field(path="invoice.currency", label=_("Currency of the invoice"), hint=_CURRENCY, codes="currencies"),
                Field(
                    path="invoice.amount",
                    label=_("Total of the invoice"),
                    hint=_("The sum of the prices of all goods items."),
                ),
            ),
        ),
        Group(
            title=_("Freight and insurance"),
            fields=(
                Field(
                    path="freight.currency",
                    is_asked_by_rules=True,
                    label=_("Currency of the freight"),
                    hint=_CURRENCY,
                    codes="currencies",
                ),
                Field(path="freight.amount", is_asked_by_rules=True, label=_("Freight")),
                Field(
                    path="insurance.currency",
                    is_asked_by_rules=True,
                    label=_("Currency of the insurance"),
                    hint=_CURRENCY,
                    codes="currencies",
                ),
                Field(path="insurance.amount", is_asked_by_rules=True, label=_("Insurance")),
                Field(
                    path="charges_shared_by",
                    label=_("How the charges are shared over the goods items"),
                    codes="shared-by",
                    kind="select",
                ),
            ),
        ),
        Group(
            title=_("Additions and deductions"),
            is_aside=True,
            fields=(
                Rows(
                    path="adjustments",
                    label=_("Additions and deductions"),
                    hint=_("What the price leaves out of the customs value, or has too much of it."),
                    fields=(
                        Field(path="adjustments.kind", label=_("Kind"), codes="adjustment-kinds", kind="select"),
                        Field(path="adjustments.currency", label=_("Currency"), codes="currencies"),
                        Field(path="adjustments.amount", label=_("Amount")),
                    ),
                ),
            ),
        ),
    ),
)
HEADER = (DECLARATION, PARTIES, TRANSPORT, INVOICE)
