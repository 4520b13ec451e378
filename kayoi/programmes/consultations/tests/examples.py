"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def question(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["question"]}


def mail(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["mail"]}


def filed_mail(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["filed_mail"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["ask", "save_draft", "take_call", "desk", "withdraw_desk"], town),
    "identify": lambda world: {"organization": world.ina.slug, "pk": world.rows["file"]},
    "asked": lambda world: {"organization": world.ina.slug, "receipt": world.rows["receipt"]},
    **dict.fromkeys(["answer", "close", "reopen"], question),
    **dict.fromkeys(["mails", "drop_mails"], town),
    **dict.fromkeys(["mail", "file_mail", "open_file", "set_aside_mail", "mail_source"], mail),
    **dict.fromkeys(["put_back_mail", "count_mail", "read_mail"], filed_mail),
    "mail_enclosure": lambda world: {"organization": world.ina.slug, "pk": world.rows["mail_enclosure"]},
}
