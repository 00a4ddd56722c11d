"""`python -m app`."""

from app.cli import command

if __name__ == "__main__":
    command()
