"""Companies of the signed-in user."""

from typing import Any

from django.http import HttpRequest
from pydantic import Field

from heliu.access import queries
from heliu.access.api.schemas import Created, Input
from heliu.access.api.session import CompanyIn
from heliu.access.services import companies
from heliu.core.http import Router
from heliu.core.schemas import Schema

router = Router(tags=["companies"])


class CompanyOut(Schema):
    id: str
    code: str
    name: str
    currency: str
    time_zone: str
    country: str
    uscc: str
    framework: str
    is_active: bool


class CompanyList(Schema):
    items: list[CompanyOut]
    total: int


class NewCompanyIn(CompanyIn):
    code: str = Field("", max_length=20, pattern=r"^[A-Za-z0-9_-]*$")


class CompanyChangeIn(Input):
    name: str = Field(min_length=1, max_length=200)
    uscc: str = Field("", max_length=18)
    time_zone: str = Field("Asia/Shanghai", max_length=50)


@router.get("/companies", permission="access.company.read", response=CompanyList)
def list_companies(request: HttpRequest) -> dict[str, Any]:
    """Companies one works in."""
    rows = queries.companies(request.scope)  # type: ignore[attr-defined]
    return {"items": rows, "total": len(rows)}


@router.post("/companies", permission="access.company.create", response={201: Created})
def create_company(request: HttpRequest, payload: NewCompanyIn) -> tuple[int, dict[str, str]]:
    """A new company with its own books; the creator becomes its owner."""
    scope = request.scope  # type: ignore[attr-defined]
    company = companies.create_company(
        scope, companies.NewCompany(**payload.model_dump()), owner_id=scope.user_id, owner_name=scope.user_name
    )
    return 201, {"id": str(company.pk)}


@router.get("/company", permission="access.company.read", response=CompanyOut)
def read_company(request: HttpRequest) -> dict[str, Any]:
    """The company one works in now."""
    return queries.company(request.scope)  # type: ignore[attr-defined]


@router.put("/company", permission="access.company.update", response=CompanyOut)
def update_company(request: HttpRequest, payload: CompanyChangeIn) -> dict[str, Any]:
    """Change name, tax number or time zone."""
    scope = request.scope  # type: ignore[attr-defined]
    companies.update_company(scope, companies.CompanyChange(**payload.model_dump()))
    return queries.company(scope)
