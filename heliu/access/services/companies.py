"""Companies: creating one installs its roles, its owner and, through CompanyCreated, its books."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from iso4217 import Currency
from stdnum.cn import uscc as uscc_number

from heliu.access.events import CompanyCreated
from heliu.access.models import Company, Framework, Membership, MembershipRole, Role
from heliu.access.rules.presets import PRESETS
from heliu.core import audit, clock, events, fence
from heliu.core.errors import DuplicateCode, InvalidInput, said
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction


@dataclass(frozen=True, slots=True)
class NewCompany:
    """code empty: the next free number (01, 02 …)."""

    name: str
    currency: str = "CNY"
    framework: str = Framework.CAS
    code: str = ""
    country: str = "CN"
    time_zone: str = "Asia/Shanghai"
    uscc: str = ""


@business_transaction
def create_company(scope: Scope | None, new: NewCompany, *, owner_id: int | None, owner_name: str = "") -> Company:
    """Company with preset roles, its first owner and its books. `scope` None: first start, demo and import only.

    owner_id None: nobody can sign in to it until the first administrator is set up.
    """
    if scope is not None:
        scope.require("access.company.create")
    _check(new)
    code = new.code or _next_code()
    if Company.objects.filter(code=code).exists():
        raise DuplicateCode(noun="Company", value=code, loc=("code",))
    company = Company.objects.create(
        code=code,
        name=new.name,
        currency=new.currency,
        framework=new.framework,
        country=new.country,
        time_zone=new.time_zone,
        uscc=new.uscc,
        created_at=clock.now(),
    )
    inside = Scope(
        company_id=company.pk,
        user_id=owner_id or 0,
        user_name=owner_name or "system",
        all_permissions=True,
        source=scope.source if scope else "setup",
    )
    owner_role = _install_roles(company)
    if owner_id is not None:
        membership = Membership.objects.create(company=company, user_id=owner_id)
        MembershipRole.objects.create(company=company, membership=membership, role=owner_role)
    with fence.inside(company.pk):
        audit.record(
            inside, "create", noun="company", object_id=company.pk, label=company.name,
            after={"code": code, "name": new.name, "currency": new.currency, "owner": owner_name},
        )  # fmt: skip
        events.emit(
            CompanyCreated(scope=inside, company_id=company.pk, framework=company.framework, currency=company.currency)
        )
    return company


def _check(new: NewCompany) -> None:
    if not new.name.strip():
        raise InvalidInput(field="name", reason="a company needs a name", loc=("company", "name"))
    try:
        Currency(new.currency)
    except ValueError as error:
        raise InvalidInput(
            field="currency", reason=said("{code} is no ISO 4217 code", code=new.currency), loc=("company", "currency")
        ) from error
    if new.framework not in Framework.values:
        raise InvalidInput(
            field="framework",
            reason=said("one of {choices}.", choices=", ".join(Framework.values)),
            loc=("company", "framework"),
        )
    _check_time_zone(new.time_zone)
    check_uscc(new.uscc)


def _check_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidInput(
            field="time_zone", reason=said("{name} is no time zone", name=name), loc=("time_zone",)
        ) from error


def check_uscc(number: str) -> None:
    """Raises InvalidInput when the unified social credit code fails its check digit."""
    if number and not uscc_number.is_valid(number):
        raise InvalidInput(field="uscc", reason="the check digit is wrong", loc=("uscc",))


def _next_code() -> str:
    taken = set(Company.objects.values_list("code", flat=True))
    number = 1
    while f"{number:02d}" in taken:
        number += 1
    return f"{number:02d}"


def _install_roles(company: Company) -> Role:
    """Preset roles of a new company; returns the owner's."""
    rows = [
        Role(
            company=company,
            code=preset.code,
            name_zh=preset.name_zh,
            name_en=preset.name_en,
            patterns=list(preset.patterns),
            is_preset=True,
        )
        for preset in PRESETS
    ]
    Role.objects.bulk_create(rows)
    return rows[0]


@dataclass(frozen=True, slots=True)
class CompanyChange:
    name: str
    uscc: str
    time_zone: str


@business_transaction
def update_company(scope: Scope, change: CompanyChange) -> None:
    """Name, tax number and time zone of the scope's company; currency and framework are fixed with the first books."""
    scope.require("access.company.update")
    check_uscc(change.uscc)
    _check_time_zone(change.time_zone)
    if not change.name.strip():
        raise InvalidInput(field="name", reason="a company needs a name", loc=("name",))
    company = Company.objects.get(pk=scope.company_id)
    fields = ("name", "uscc", "time_zone")
    before = {f: getattr(company, f) for f in fields}
    company.name, company.uscc, company.time_zone = change.name, change.uscc, change.time_zone
    company.save(update_fields=fields)
    audit.record(
        scope, "update", noun="company", object_id=company.pk, label=company.name,
        before=before, after={f: getattr(company, f) for f in fields},
    )  # fmt: skip
