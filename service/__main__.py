"""``python -m service`` is ``standfirst``."""

from service.cli import main

if __name__ == "__main__":
    main()
