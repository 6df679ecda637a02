"""`sanad nlu`: train, parse, evaluate."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)

Engine = Annotated[str, typer.Option(help="embedded or rasa.")]
