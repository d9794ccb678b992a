"""Permissions of access."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("access.company.read", "查看公司资料", "See company details"),
    Permission("access.company.create", "新建公司", "Create companies"),
    Permission("access.company.update", "修改公司资料", "Change company details"),
    Permission("access.user.read", "查看用户", "See users"),
    Permission("access.user.create", "新建用户", "Create users"),
    Permission("access.user.update", "修改用户与权限范围", "Change users and their scope"),
    Permission("access.role.read", "查看角色", "See roles"),
    Permission("access.role.create", "新建角色", "Create roles"),
    Permission("access.role.update", "修改角色权限", "Change roles"),
    Permission("access.audit.read", "查看操作日志", "See the audit trail"),
    Permission("access.job.read", "查看后台任务", "See background jobs"),
    Permission("access.job.update", "取消后台任务", "Cancel background jobs"),
)
