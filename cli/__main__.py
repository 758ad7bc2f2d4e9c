"""Run the command line with `python -m cli`, where the installed command `atalaya` is not at hand."""

from cli.main import main

main()
