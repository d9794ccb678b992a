"""Rights over overviews and the verification of the books."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("reporting.workbench.read", "查看工作台", "See the workbench"),
    Permission("reporting.verification.read", "查看账实核对", "See the verification of the books"),
    Permission("reporting.verification.run", "执行账实核对", "Run the verification of the books"),
)
