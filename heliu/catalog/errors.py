"""Refusals of the catalog."""

from heliu.core.errors import Category, ErpError


class WrongCheckDigit(ErpError):
    code = "wrong_check_digit"
    template = "Barcode {value} has a wrong check digit (it should end in {expected}): scan or type it again."


class InvalidBarcode(ErpError):
    code = "invalid_barcode"
    template = "Barcode {value} is refused: use 1 to 60 printable characters without spaces."


class UnknownReference(ErpError):
    code = "unknown_reference"
    template = "{noun} {value} does not exist in this company: choose one from the list."


class FixedAfterCreation(ErpError):
    code = "fixed_after_creation"
    category = Category.CONFLICT
    template = "{field} of {noun} {value} cannot change, books may rest on it: archive it and create a new one."


class OutOfOrder(ErpError):
    """Two numbers of one record that must be in order are not."""

    code = "out_of_order"
    template = "{lower} ({lower_value}) must not be greater than {upper} ({upper_value})."


class CircularCategory(ErpError):
    code = "circular_category"
    category = Category.CONFLICT
    template = "Category {value} cannot be placed below itself."


class MatrixTooLarge(ErpError):
    code = "matrix_too_large"
    template = "{count} combinations are more than the {limit} that one matrix may hold."


class NotATemplate(ErpError):
    code = "not_a_template"
    category = Category.CONFLICT
    template = "Item {value} is not a template with variants: mark it as one before it is traded."


class PictureRefused(ErpError):
    code = "picture_refused"
    template = "The picture is refused: {reason}"
