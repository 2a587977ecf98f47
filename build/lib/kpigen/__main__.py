"""`python -m kpigen` is the same program as `kpigen`."""

from kpigen.cli import main

if __name__ == "__main__":
    main()
