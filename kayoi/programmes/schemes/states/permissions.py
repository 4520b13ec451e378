"""What may be done with budgets, payee accounts and payments."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    BUDGET_READ = "budget.read", "予算を見る"
    BUDGET_EDIT = "budget.edit", "予算を登録し、補正・流用・繰越をする"
    PAYEE_EDIT = "payee.edit", "支払先の口座を登録する"
    PAYEE_READ = "payee.read", "支払先の口座番号をすべて見る"
    PAYEE_CONFIRM = "payee.confirm", "支払先の口座を確認する(登録した人とは別の人)"
    PAYMENT_MAKE = "payment.make", "支払データを作り、支払いを記録する"
    BINDER_MAKE = "binder.make", "監査の綴りを作り、受け取る"
