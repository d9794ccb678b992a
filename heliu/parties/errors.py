"""Refusals of the parties room."""

from heliu.core.errors import Category, ErpError


class InvalidTaxId(ErpError):
    code = "invalid_tax_id"
    template = "Tax id {value} is not a valid {kind}: compare it with the certificate, the check character is wrong."


class UnknownReference(ErpError):
    code = "unknown_reference"
    template = "{noun} {value} does not exist in this company: choose one from the list."


class RoleFixed(ErpError):
    """A partner keeps the roles it has: documents may rest on them."""

    code = "role_fixed"
    category = Category.CONFLICT
    template = "{value} stays a {role}: archive the party instead."
