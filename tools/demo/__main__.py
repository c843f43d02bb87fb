"""`./dev demo`: tell every story on a service of its own."""

from challenge_api.demo_authority import MODEL_AUTHORITY
from tools.demo import stories
from tools.demo.town import Town, served


def main() -> None:
    """Tell the stories."""
    with served() as (address, folder):
        town = Town(address, folder)
        stories.the_park(town)
        stories.the_playground(town)
        stories.the_drop_in_house(town)
        stories.the_canals(Town(address, folder, MODEL_AUTHORITY))
    print("\nEvery story was told by a running service, over HTTP.")


if __name__ == "__main__":
    main()
