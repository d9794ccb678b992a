"""The base of every request and response schema."""

from typing import Any

from ninja import Schema as NinjaSchema
from pydantic import ModelWrapValidatorHandler, ValidationInfo, model_validator


class Schema(NinjaSchema):
    """Dicts, which our queries return, are validated as they are.

    Ninja's own way wraps each of them in an object that looks every field up like a template variable: half the
    processor time of a list of fifty rows. Anything else (model objects) still goes through it.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(
        cls, values: Any, handler: ModelWrapValidatorHandler[NinjaSchema], info: ValidationInfo
    ) -> Any:
        if type(values) is dict and not cls._ninja_resolvers:
            return handler(values)
        return NinjaSchema._run_root_validator.__func__(cls, values, handler, info)  # type: ignore[attr-defined]
