"""``python -m skillweave`` is the command line."""

from skillweave.cli import main

if __name__ == "__main__":
    main()
