"""`python -m tawasul` is `tawasul`."""

from tawasul.cli import main

main()
