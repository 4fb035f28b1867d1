"""Commands by which an operator puts right what the rules found: ``correct``, ``corrections``."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import AsOf, Json, moment
from flows.settings import load_settings

commands = typer.Typer()


@commands.command()
def correct(
    target: Annotated[
        str, typer.Argument(help="A page's address, a document number, words of a title, P12.")
    ],
    why: Annotated[str, typer.Option(help="The reason, for whoever reads it later.")],
    by: Annotated[str, typer.Option(envvar="JIANBAO_OPERATOR", help="Who corrects.")],
    not_a_policy: Annotated[bool, typer.Option("--not-a-policy", help="It is no official document.")] = False,
    policy: Annotated[bool, typer.Option("--policy", help="It is an official document.")] = False,
    label: Annotated[str, typer.Option(help="With either: the right label.")] = "",
    number: Annotated[str | None, typer.Option(help="The right number; 无 for none.")] = None,
    title: Annotated[str | None, typer.Option(help="The right title.")] = None,
    written_on: Annotated[str | None, typer.Option(help="The right day of writing; 无 for none.")] = None,
    issuers: Annotated[str | None, typer.Option(help="The right issuers, in order, parted by 、")] = None,
    same_as: Annotated[
        str | None, typer.Option(help="The number or a page of the policy that it is.")
    ] = None,
    apart: Annotated[bool, typer.Option("--apart", help="It is not the text that it was taken for.")] = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Put right what the rules found of a page or a document; it holds from now on."""
    from flows.commands.correct import correct_page
    from models import CorrectionKind as Kind

    written = {
        Kind.NOT_A_POLICY: label if not_a_policy else None,
        Kind.IS_A_POLICY: label if policy else None,
        Kind.NUMBER: number,
        Kind.TITLE: title,
        Kind.WRITTEN_ON: written_on,
        Kind.ISSUERS: issuers,
        Kind.SAME_AS: same_as,
        Kind.APART: "" if apart else None,
    }
    values = {kind: value for kind, value in written.items() if value is not None}
    correct_page(load_settings(), target, values, by=by, why=why, as_of=moment(as_of), as_json=json)


@commands.command()
def corrections(
    withdraw: Annotated[int | None, typer.Option(help="Withdraw the correction of this number.")] = None,
    by: Annotated[str, typer.Option(envvar="JIANBAO_OPERATOR", help="Who withdraws.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also those that were withdrawn.")] = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """What operators put right, newest first; or withdraw one."""
    from flows.commands import correct as command

    if withdraw is None:
        command.show_corrections(load_settings(), everything=everything, as_json=json)
    else:
        command.withdraw(load_settings(), withdraw, by=by, as_of=moment(as_of), as_json=json)
